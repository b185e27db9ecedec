using CsCheck;

namespace Sunshine.ReportForms.Tests;

/// <summary>Reports made at random from single cases upward, so that everything in them agrees.</summary>
internal static class RandomReports
{
    private static readonly string[] Applicants = ["natural-person", "enterprise", "research", "welfare", "legal", "other-organisation"];
    private static readonly string[] Results = ["upheld", "corrected", "other", "pending"];

    /// <summary>Mostly small, sometimes nothing, sometimes many.</summary>
    private static readonly Gen<int> Count = Gen.Frequency((3, Gen.Const(0)), (5, Gen.Int[0, 60]), (1, Gen.Int[0, 250_000]));

    public static Gen<SampleReport> Of(Form form) => form.From == 2014 ? Old : Gen.Int.Array[400].Select(Gen.Bool, (dice, subtotals) => New(form, form.From, new Dice(dice), null, subtotals));

    /// <summary>A report and the one on the year after it.</summary>
    public static Gen<(SampleReport Last, SampleReport This)> Pair(Form form) => Gen.Int.Array[800].Select(dice =>
    {
        var all = new Dice(dice);
        var last = New(form, form.From, all, null, false);
        return (last, New(form, form.From + 1, all, last, false));
    });

    private static readonly Gen<SampleReport> Old = Gen.Select(Count.Array[60], Gen.Int[0, 1_000]).Select((counts, part) =>
    {
        var form = Forms.Find("FORM_2014")!;
        var figures = new Dictionary<string, decimal>();
        var next = 0;
        foreach (var table in form.Tables)
        {
            foreach (var row in table.Rows) Fill(table, row);
        }

        var channels = form.Table("proactive").Row("channels").Rows!.Select(r => figures["proactive." + r.Id]).ToList();
        // An item goes by one channel at least, and by each once at most.
        var (least, most) = (channels.Max(), channels.Sum());
        figures["proactive.total"] = least + Math.Floor((most - least) * part / 1_000);
        figures["proactive.documents-issued"] = Math.Min(figures["proactive.documents-issued"], figures["proactive.total"]);
        figures["proactive.total.documents"] = Math.Floor(figures["proactive.documents-issued"] * part / 1_000);
        figures["response.press-conferences.leaders"] = Math.Floor(figures["response.press-conferences"] * part / 1_000);
        figures["response.interviews.leaders"] = Math.Floor(figures["response.interviews"] * part / 1_000);
        return new SampleReport(form, 2016, figures);

        decimal Fill(FormTable table, FormRow row)
        {
            var below = (row.Rows ?? []).Sum(r => Fill(table, r));
            if (row.Heading) return 0;
            var id = table.FigureId(row, table.Columns[0]);
            return figures[id] = row.Sum ? below : counts[next++ % counts.Length] / (table.Unit == "万元" ? 100m : 1);
        }
    });

    /// <param name="subtotals">Whether (三) and the like are printed.</param>
    private static SampleReport New(Form form, int year, Dice dice, SampleReport? last, bool subtotals)
    {
        var figures = new Dictionary<string, decimal>();
        foreach (var table in form.Tables)
        {
            if (table.Id == "requests") Requests(form, table, dice, last, figures, subtotals);
            else if (table.Id == "cases") Cases(table, dice, figures);
            else
            {
                foreach (var row in table.AllRows)
                {
                    foreach (var column in table.Columns) figures[table.FigureId(row, column)] = column.Unit == "万元" ? dice.Next / 100m : dice.Next;
                    if (form.From != 2021 || table.Id != "rules") continue;
                    var before = last?.Figures[$"rules.{row.Id}.in-force"] ?? dice.Next;
                    figures[$"rules.{row.Id}.repealed"] = Math.Min(figures[$"rules.{row.Id}.repealed"], before);
                    figures[$"rules.{row.Id}.in-force"] = before + figures[$"rules.{row.Id}.issued"] - figures[$"rules.{row.Id}.repealed"];
                }
            }
        }

        return new SampleReport(form, year, figures);
    }

    private static void Requests(Form form, FormTable table, Dice dice, SampleReport? last, Dictionary<string, decimal> figures, bool subtotals)
    {
        foreach (var column in Applicants)
        {
            foreach (var row in table.AllRows.Where(r => r.Rows is null && r.Id.StartsWith("results.", StringComparison.Ordinal) && r.Id != "results.total")) figures[$"requests.{row.Id}.{column}"] = dice.Next;
            var total = figures.Where(f => f.Key.StartsWith("requests.results.", StringComparison.Ordinal) && f.Key.EndsWith('.' + column)).Sum(f => f.Value);
            var carriedIn = last?.Figures[$"requests.carried-out.{column}"] ?? Math.Min(dice.Next, total);
            var carriedOut = Math.Max(dice.Next, carriedIn - total);
            figures[$"requests.results.total.{column}"] = total;
            figures[$"requests.carried-in.{column}"] = carriedIn;
            figures[$"requests.carried-out.{column}"] = carriedOut;
            figures[$"requests.received.{column}"] = total + carriedOut - carriedIn;
            foreach (var group in table.AllRows.Where(r => r.Sum && subtotals)) figures[$"requests.{group.Id}.{column}"] = group.Rows!.Sum(r => figures[$"requests.{r.Id}.{column}"]);
        }

        foreach (var row in table.AllRows.Where(r => figures.ContainsKey($"requests.{r.Id}.natural-person"))) figures[$"requests.{row.Id}.total"] = Applicants.Sum(c => figures[$"requests.{row.Id}.{c}"]);
    }

    private static void Cases(FormTable table, Dice dice, Dictionary<string, decimal> figures)
    {
        foreach (var row in table.Rows)
        {
            foreach (var result in Results) figures[$"cases.{row.Id}.{result}"] = dice.Next;
            figures[$"cases.{row.Id}.total"] = Results.Sum(r => figures[$"cases.{row.Id}.{r}"]);
        }
    }

    /// <summary>Counts out of random bits, so that a case shrinks as a whole.</summary>
    private sealed class Dice(int[] bits)
    {
        private int _next;

        public decimal Next
        {
            get
            {
                var n = (uint)bits[_next++ % bits.Length];
                return (n % 8) switch { < 3 => 0, 7 => n / 8 % 250_000, _ => n / 8 % 60 };
            }
        }
    }
}
