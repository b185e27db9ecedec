using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>A place on the globe, in ten-millionths of a degree: about a centimetre, and whole numbers, so that what was sent is what is returned.</summary>
public sealed partial record GeoPoint(int LatE7, int LngE7)
{
    /// <summary>The mean radius of the globe, in metres (IUGG).</summary>
    public const double Radius = 6_371_008.8;

    private const int Degree = 10_000_000;

    public double Lat => LatE7 / (double)Degree;

    public double Lng => LngE7 / (double)Degree;

    public string LatText => Text(LatE7);

    public string LngText => Text(LngE7);

    /// <summary>In metres along the great circle. By haversines, which are exact for near places too.</summary>
    public double MetresTo(GeoPoint other)
    {
        var (lat, otherLat) = (double.DegreesToRadians(Lat), double.DegreesToRadians(other.Lat));
        var (byLat, byLng) = (Math.Sin((otherLat - lat) / 2), Math.Sin(double.DegreesToRadians(other.Lng - Lng) / 2));
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(byLat * byLat + Math.Cos(lat) * Math.Cos(otherLat) * byLng * byLng)));
    }

    /// <summary>Null if anything is wrong.</summary>
    public static GeoPoint? Parse(string lat, string lng, Violations v)
    {
        var (north, east) = (Parse("lat", lat, 90, v), Parse("lng", lng, 180, v));
        return north is { } n && east is { } e ? new GeoPoint(n, e) : null;
    }

    private static int? Parse(string field, string text, int most, Violations v)
    {
        v.Required(field, text);
        if (text.Length == 0) return null;
        if (Decimal().IsMatch(text) && decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) is var degrees && Math.Abs(degrees) <= most) return (int)(degrees * Degree);
        v.Add(field, "NOT_A_COORDINATE", $"须为 -{most} 至 {most} 的十进制度数，最多 7 位小数。", $"Must be degrees as a decimal, from -{most} to {most}, with at most 7 places.");
        return null;
    }

    private static string Text(int value) => (value / (decimal)Degree).ToString("0.#######", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^-?[0-9]{1,3}(\.[0-9]{1,7})?\z")]
    private static partial Regex Decimal();
}
