namespace Sunshine.Foundation.Text;

/// <summary>Beginnings of texts. Half of a character that takes two UTF-16 units cannot be written as JSON or XML: where a text is cut, it is cut before.</summary>
public static class Cut
{
    /// <param name="most">In UTF-16 units; at least 1.</param>
    public static string First(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text, or its beginning with an ellipsis after it.</summary>
    /// <param name="most">In UTF-16 units, without the ellipsis; at least 1.</param>
    public static string Short(string text, int most) => text.Length <= most ? text : First(text, most) + "…";

    /// <summary>The same where the ellipsis has to fit in as well.</summary>
    /// <param name="most">In UTF-16 units, with the ellipsis; at least 2.</param>
    public static string Within(string text, int most) => text.Length <= most ? text : Short(text, most - 1);
}
