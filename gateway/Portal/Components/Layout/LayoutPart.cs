using Microsoft.AspNetCore.Components;

namespace Sunshine.Portal.Components.Layout;

/// <summary>What is around a page.</summary>
public abstract class LayoutPart : Part
{
    [Parameter]
    public RenderFragment? Body { get; set; }
}
