using Microsoft.Extensions.Configuration;

namespace Sunshine.Foundation.Calendar;

/// <summary>
/// What the calendar file holds: the working days and the laws' periods. The file is embedded, and a newer one of the same form can
/// be named by configuration when a year's notice comes out, without a release.
/// </summary>
public sealed class LegalCalendar
{
    /// <summary>The configuration key that names a file to use in place of the embedded one.</summary>
    public const string FileKey = "Calendar:File";

    private const string Resource = "Sunshine.Foundation.Calendar.calendar.json";

    internal LegalCalendar(string edition, WorkingDays workingDays, Regulations regulations)
    {
        Edition = edition;
        WorkingDays = workingDays;
        Regulations = regulations;
    }

    /// <summary>The file's own name for its state, to be kept with what was computed from it.</summary>
    public string Edition { get; }

    /// <summary>The calendar of working days.</summary>
    public WorkingDays WorkingDays { get; }

    /// <summary>The laws that set periods.</summary>
    public Regulations Regulations { get; }

    /// <summary>The calendar that <see cref="FileKey"/> names, or the embedded one if it names none.</summary>
    /// <exception cref="CalendarFileException">The file is missing or wrong.</exception>
    public static LegalCalendar Load(IConfiguration configuration) =>
        configuration[FileKey] is { Length: > 0 } path ? Load(path) : Embedded();

    /// <summary>The calendar of the release.</summary>
    public static LegalCalendar Embedded()
    {
        using var stream = typeof(LegalCalendar).Assembly.GetManifestResourceStream(Resource)
            ?? throw new CalendarFileException(Resource, ["it is not embedded in the assembly"]);
        return CalendarFile.Read(stream, Resource);
    }

    /// <summary>The calendar in a file.</summary>
    /// <exception cref="CalendarFileException">The file is missing or wrong; the message says everything that is wrong.</exception>
    public static LegalCalendar Load(string path)
    {
        if (!File.Exists(path)) throw new CalendarFileException(path, [$"there is no such file; '{FileKey}' must name one or be empty"]);
        using var stream = File.OpenRead(path);
        return CalendarFile.Read(stream, path);
    }
}

/// <summary>A calendar file cannot be used.</summary>
public sealed class CalendarFileException(string file, IReadOnlyList<string> problems)
    : Exception($"Calendar file '{file}': {string.Join("; ", problems)}.")
{
    /// <summary>Everything that is wrong with it, each in a clause.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
