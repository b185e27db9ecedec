using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>A mail server on loopback: it keeps what it is handed, and refuses what a test wants.</summary>
internal sealed class MailReceiver : IDisposable
{
    private readonly ConcurrentQueue<MimeMessage> _messages = new();
    private readonly ConcurrentQueue<byte[]> _sources = new();
    private readonly CancellationTokenSource _stop = new();

    public MailReceiver()
    {
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e => e.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)new Store(this));
        services.Add((IMailboxFilter)new Recipients(this));
        _ = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; } = Ports.Free();

    public IReadOnlyList<MimeMessage> Messages => [.. _messages];

    /// <summary>As they came over the wire.</summary>
    public IReadOnlyList<byte[]> Sources => [.. _sources];

    /// <summary>What it answers instead of taking a message; null takes it.</summary>
    public SmtpResponse? Refusal { get; set; }

    /// <summary>Whether it knows any recipient.</summary>
    public bool KnowsRecipients { get; set; } = true;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        foreach (var message in _messages) message.Dispose();
    }

    /// <summary>The server disposes of what it asks after each conversation.</summary>
    private sealed class Store(MailReceiver receiver) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (receiver.Refusal is { } refusal) return Task.FromResult(refusal);
            using var source = new MemoryStream(buffer.ToArray());
            receiver._sources.Enqueue(buffer.ToArray());
            receiver._messages.Enqueue(MimeMessage.Load(source, CancellationToken.None));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Recipients(MailReceiver receiver) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(receiver.KnowsRecipients);
    }
}
