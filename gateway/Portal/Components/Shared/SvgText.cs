using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Sunshine.Portal.Components.Shared;

/// <summary>Words in a picture: in a Razor file the element's name means another thing.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public decimal X { get; set; }

    /// <summary>The base line.</summary>
    [Parameter, EditorRequired]
    public decimal Y { get; set; }

    /// <summary>What of the text stands at the place: <c>start</c>, <c>middle</c>, <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Shown(X));
        builder.AddAttribute(2, "y", Shown(Y));
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddContent(4, Text);
        builder.CloseElement();
    }

    private static string Shown(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
