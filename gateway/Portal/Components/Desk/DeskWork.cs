using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal.Components.Desk;

/// <summary>A page of the desk on which something is done. All its forms are <see cref="Shared.ActForm" />s; what was sent stays in them until it was taken.</summary>
public abstract class DeskWork : Part
{
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    protected FileUpload Files { get; set; } = null!;

    /// <summary>What was done before the page came, to be told.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    /// <summary>What was done, on the page that comes after it.</summary>
    protected string JustDone => HttpMethods.IsGet(Http.Request.Method) ? Done ?? "" : "";

    /// <summary>Why what was sent was not done.</summary>
    protected Refused? Refused { get; set; }

    /// <summary>What an officer's table has wrong.</summary>
    protected IReadOnlyList<WrongCell> Cells { get; set; } = [];

    private IFormCollection? Sent => HttpMethods.IsPost(Http.Request.Method) && Http.Request.HasFormContentType ? Http.Request.Form : null;

    /// <summary>A field as it was sent, without spaces around it.</summary>
    /// <param name="otherwise">Of a page that nothing of it was sent to.</param>
    protected string Said(string field, string otherwise = "") => Sent is { } form && form.TryGetValue(field, out var value) ? value.ToString().Trim() : otherwise;

    protected bool Ticked(string field) => Said(field).Length > 0;

    protected int Number(string field) => int.TryParse(Said(field), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    protected IFormFile? FileSent(string field) => Sent?.Files.GetFile(field) is { Length: > 0 } file ? file : null;

    /// <summary>What is wrong with a field, by the interface's paths of it.</summary>
    protected string At(params ReadOnlySpan<string> paths)
    {
        if (Refused is null) return "";
        var found = new List<string>();
        foreach (var path in paths) if (Refused.At(path) is { Length: > 0 } text) found.Add(text);
        return string.Join(" ", found);
    }

    protected bool Is(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles) if (Http.User.IsInRole(role)) return true;
        return false;
    }

    /// <summary>Of the officer's own agency; empty of an administrator, who has none.</summary>
    protected string OwnAgency => Http.User.FindFirst("agency")?.Value ?? "";

    /// <summary>Whom the officer may act for.</summary>
    protected async Task<IReadOnlyList<Agency>> Mine()
    {
        var all = await Agencies.All(Api, Cancel);
        if (OwnAgency.Length == 0) return all;
        var mine = Descent.Of(OwnAgency, all.ToLookup(a => a.ParentId, a => a.Id)).ToHashSet();
        return [.. all.Where(a => mine.Contains(a.Id)).OrderBy(a => a.Id != OwnAgency)];
    }

    /// <summary>The handler of every form of the page.</summary>
    protected async Task Perform()
    {
        try
        {
            await Act(Said("Act"));
        }
        catch (RpcException e) when (e.StatusCode is not StatusCode.Internal)
        {
            Refused = Refused.Of(e);
            if (e.StatusCode is StatusCode.Aborted)
            {
                Refused = Refused with
                {
                    Message = T("您打开本页以后，别人已作了修改。您填写的内容还在，请与现在的内容核对后再提交。", "Somebody else changed this meanwhile. What you wrote is still here; compare it and send it again.")
                };
            }
        }
    }

    /// <summary>Does what a form asks for, and goes on from there.</summary>
    protected abstract Task Act(string act);

    /// <summary>Goes on to a page, so that to load it again repeats nothing.</summary>
    protected void GoTo(string address, string done) => Navigation.NavigateTo(Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, "done", done));

    /// <summary>What of a file is wrong if it was refused as a whole.</summary>
    protected async Task<TReport?> Send<TReport>(string path, IFormFile file) where TReport : class, IMessage<TReport>, new()
    {
        try
        {
            return await Files.Send<TReport>(path, file, Cancel);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument)
        {
            var refused = Refused.Of(e);
            Cells = [.. refused.Violations.Select(v => WrongCell.Of(v.Field, v.Text, T("错误", "Error")))];
            Refused = refused with { Violations = [] };
            return null;
        }
    }
}
