namespace Sunshine.Foundation.Text;

/// <summary>Beginnings of texts. Half of a character that takes two UTF-16 units cannot be written as JSON or XML: where a text is cut, it is cut before.</summary>
public static class Cut
{
    /// <param name="most">In UTF-16 units; at least 1.</param>
    public static string First(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text, or its beginning with an ellipsis after it.</summary>
    /// <param name="most">In UTF-16 units, without the ellipsis; at least 1.</param>
    public static string Short(string text, int most) => text.Length <= most ? text : First(text, most) + "…";
}
