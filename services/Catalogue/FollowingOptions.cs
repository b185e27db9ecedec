using System.ComponentModel.DataAnnotations;
using System.Net;
using MailKit.Security;
using MimeKit;

namespace Sunshine.Catalogue;

/// <summary>Section <c>Following</c>.</summary>
public sealed class FollowingOptions : IValidatableObject
{
    /// <summary>
    /// The gateway as people reach it, e.g. <c>https://www.example.gov.cn</c>: the links in messages. Required for e-mail. Default: none.
    /// </summary>
    public string PublicAddress { get; init; } = "";

    /// <summary>
    /// Where people see what a search finds, e.g. <c>https://www.example.gov.cn/search</c>; the parameters of ListItems are added. Default: the
    /// list itself, below <see cref="PublicAddress"/>.
    /// </summary>
    public string SearchPage { get; init; } = "";

    /// <summary>The mail server that messages are handed to. Default: none, and so nobody can follow by e-mail.</summary>
    public string SmtpServer { get; init; } = "";

    /// <summary>Its port: 1-65,535. Default: 587.</summary>
    public int SmtpPort { get; init; } = 587;

    /// <summary>
    /// How the connection to it is encrypted: <c>StartTls</c> (default), <c>SslOnConnect</c> or <c>None</c>. It is used or the message is not sent.
    /// </summary>
    public SecureSocketOptions SmtpSecurity { get; init; } = SecureSocketOptions.StartTls;

    /// <summary>Who logs in to it. Default: nobody does.</summary>
    public string SmtpUser { get; init; } = "";

    public string SmtpPassword { get; init; } = "";

    /// <summary>From whom messages come, e.g. <c>政务公开 &lt;noreply@example.gov.cn&gt;</c>. Required for e-mail.</summary>
    public string Sender { get; init; } = "";

    /// <summary>A follower gets at most one e-mail in this time: from a minute to 31 days. Default: an hour.</summary>
    public TimeSpan EmailInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many items an e-mail names; of the others it says how many: 1-200. Default: 20.</summary>
    public int EmailItems { get; init; } = 20;

    /// <summary>A webhook that is not behind gets at most one message in this time: from a second to a day. Default: 10 seconds.</summary>
    public TimeSpan WebhookInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many items one message to a webhook has at most: 1-500. Default: 100.</summary>
    public int WebhookItems { get; init; } = 100;

    /// <summary>How long a receiver or mail server may take: from a second to 100 seconds. Default: 15 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a message is tried before it is a dead letter: 1-20. Default: 10, over a day and a half (<see cref="RetryPause"/>).</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>Whether webhooks may have http addresses. Default: false.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>How many sign-ups by e-mail one client may begin within an hour: 1-1,000. Default: 5.</summary>
    public int SignUpsPerHour { get; init; } = 5;

    /// <summary>The settings without which no e-mail can be sent, that are missing.</summary>
    internal IEnumerable<string> MissingForEmail =>
        new[] { (nameof(SmtpServer), SmtpServer), (nameof(Sender), Sender), (nameof(PublicAddress), PublicAddress) }.Where(s => s.Item2.Length == 0).Select(s => $"Following:{s.Item1}");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in new[] { (nameof(PublicAddress), PublicAddress), (nameof(SearchPage), SearchPage) })
        {
            if (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
                yield return new ValidationResult($"Following:{name} is '{address}'; it must be an address such as https://www.example.gov.cn.", [name]);
        }

        if (Sender.Length > 0 && !(MailboxAddress.TryParse(Sender, out var sender) && sender.Domain.Length > 0))
            yield return new ValidationResult("Following:Sender must be an e-mail address, with a name before it or without.", [nameof(Sender)]);
        if (SmtpSecurity is not (SecureSocketOptions.None or SecureSocketOptions.StartTls or SecureSocketOptions.SslOnConnect))
            yield return new ValidationResult($"Following:SmtpSecurity is {SmtpSecurity}; it must be StartTls, SslOnConnect or None.", [nameof(SmtpSecurity)]);
        foreach (var (name, value, least, most) in new[]
                 {
                     (nameof(SmtpPort), SmtpPort, 1, 65_535), (nameof(EmailItems), EmailItems, 1, 200), (nameof(WebhookItems), WebhookItems, 1, 500), (nameof(Attempts), Attempts, 1, 20),
                     (nameof(SignUpsPerHour), SignUpsPerHour, 1, 1_000)
                 })
        {
            if (value < least || value > most) yield return new ValidationResult($"Following:{name} is {value}; it must be from {least} to {most}.", [name]);
        }

        foreach (var (name, value, least, most) in new[]
                 {
                     (nameof(EmailInterval), EmailInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(31)),
                     (nameof(WebhookInterval), WebhookInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), (nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100))
                 })
        {
            if (value < least || value > most) yield return new ValidationResult($"Following:{name} is {value}; it must be from {least} to {most}.", [name]);
        }

    }
}
