using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Sunshine.Foundation.Hosting;

/// <summary>A program that cannot start for a reason which an operator can mend says so in a sentence, instead of forty lines about its inside.</summary>
internal static class FailedStart
{
    /// <summary>As <c>sysexits.h</c> has it for a wrong configuration.</summary>
    private const int WrongConfiguration = 78;

    private static int _said;

    /// <summary>From now on, in this process.</summary>
    public static void SayPlainly()
    {
        if (Interlocked.Exchange(ref _said, 1) == 0) AppDomain.CurrentDomain.UnhandledException += Say;
    }

    private static void Say(object sender, UnhandledExceptionEventArgs failed)
    {
        if (Reason(failed.ExceptionObject) is not { } reason) return;
        Console.Error.WriteLine("The program cannot start: " + reason);
        Environment.Exit(WrongConfiguration);
    }

    private static string? Reason(object exception) => exception switch
    {
        OptionsValidationException wrong => string.Join(Environment.NewLine, wrong.Failures),
        AggregateException several when several.InnerExceptions.All(e => Reason(e) is not null) => string.Join(Environment.NewLine, several.InnerExceptions.Select(Reason)),
        // The binder, of a value that is no number, time or name where one is needed.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unread => unread.Message,
        IOException { InnerException: AddressInUseException } taken => taken.Message,
        _ => null
    };
}
