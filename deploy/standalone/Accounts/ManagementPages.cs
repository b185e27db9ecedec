using Microsoft.AspNetCore.Http.HttpResults;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Standalone.Accounts.Pages;

namespace Sunshine.Standalone.Accounts;

/// <summary>The pages where administrators manage accounts.</summary>
internal static class ManagementPages
{
    private const int PageSize = 100;

    public static void MapManagement(this IEndpointRouteBuilder manage)
    {
        manage.MapGet("", List);
        manage.MapGet("/new", () => new RazorComponentResult<Edit>(new { Form = AccountForm.Empty, IsNew = true }));
        manage.MapPost("/new", Create);
        manage.MapGet("/of/{name}", Show);
        manage.MapPost("/of/{name}", Change);
        manage.MapPost("/of/{name}/password", Reset);
        manage.MapPost("/of/{name}/unlock", Unlock);
    }

    private static async Task<IResult> List(HttpContext http, Administration administration, SignIns signIns, string? after)
    {
        Slice<Account> page;
        try
        {
            page = await administration.List(PageSize, after, http.RequestAborted);
        }
        catch (BadPlaceException)
        {
            return Results.LocalRedirect(AccountPages.ManagePath);
        }

        var rows = new List<(Account, bool)>();
        foreach (var account in page.Documents) rows.Add((account.Value, await signIns.IsLocked(account.Value.Name, http.RequestAborted)));
        return new RazorComponentResult<AccountList>(new { Rows = rows, page.Next });
    }

    private static async Task<IResult> Create(HttpContext http, Administration administration)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var wanted = AccountForm.Read(form, form["name"].ToString().Trim());
        try
        {
            var password = await administration.Create(http.SignedIn().Account.Name, wanted, http.RequestAborted);
            return new RazorComponentResult<OneTimePassword>(new { Name = Account.Normalize(wanted.Name), Password = password });
        }
        catch (RefusedException e) when (e.Violations.Count > 0)
        {
            return new RazorComponentResult<Edit>(new { Form = wanted, IsNew = true, Problems = e.Violations }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<IResult> Show(HttpContext http, string name, Administration administration, SignIns signIns)
    {
        var account = await administration.Read(name, http.RequestAborted);
        return new RazorComponentResult<Edit>(new { Form = AccountForm.Of(account), Locked = await signIns.IsLocked(name, http.RequestAborted) });
    }

    private static async Task<IResult> Change(HttpContext http, string name, Administration administration)
    {
        var wanted = AccountForm.Read(await http.Request.ReadFormAsync(http.RequestAborted), name);
        try
        {
            await administration.Change(http.SignedIn().Account.Name, name, wanted, http.RequestAborted);
            return Results.LocalRedirect(AccountPages.ManagePath);
        }
        catch (RefusedException e) when (e.Violations.Count > 0)
        {
            return new RazorComponentResult<Edit>(new { Form = wanted, Problems = e.Violations }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<IResult> Reset(HttpContext http, string name, Administration administration)
    {
        try
        {
            var password = await administration.Reset(http.SignedIn().Account.Name, name, http.RequestAborted);
            return new RazorComponentResult<OneTimePassword>(new { Name = name, Password = password });
        }
        catch (RefusedException e) when (e.Violations.Count > 0)
        {
            var account = await administration.Read(name, http.RequestAborted);
            return new RazorComponentResult<Edit>(new { Form = AccountForm.Of(account), Problems = e.Violations }) { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    private static async Task<IResult> Unlock(HttpContext http, string name, Administration administration)
    {
        await administration.Unlock(http.SignedIn().Account.Name, name, http.RequestAborted);
        return Results.LocalRedirect(AccountPages.ManagePath);
    }
}
