using System.Text;
using QRCoder;

namespace Sunshine.ReadingRooms;

/// <summary>A QR code as a drawing within a page: one path of horizontal strokes, a few kilobytes.</summary>
internal static class QrImage
{
    public static string Svg(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules[y].Count; x++)
            {
                var from = x;
                while (x < modules[y].Count && modules[y][x]) x++;
                if (x > from) path.Append($"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }

        return $"""<svg class="qr" viewBox="0 0 {modules.Count} {modules.Count}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path d="{path}"/></svg>""";
    }
}
