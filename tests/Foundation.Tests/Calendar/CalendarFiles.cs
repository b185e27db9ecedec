using System.Text;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Foundation.Tests.Calendar;

/// <summary>A small calendar file that is right, for tests that spoil it.</summary>
internal static class CalendarFiles
{
    public const string Valid = """
        {
          "edition": "test",
          "source": "made up",
          "years": {
            "2016": { "off": { "元旦": ["01-01..01-03"], "春节": ["02-08"] }, "work": { "春节": ["02-06"] } },
            "2017": { "off": {}, "work": {} }
          },
          "pendingRequests": "byReceipt",
          "laws": [
            {
              "statute": "disclosure", "title": "条例", "number": "old", "from": "2008-05-01", "to": "2019-05-14",
              "periods": [{ "key": "answer", "name": "答复", "length": 15, "unit": "workingDay", "article": "第一条" }],
              "dates": [{ "key": "annualReportOfGovernment", "name": "年报", "day": "03-31", "article": "第二条" }]
            },
            {
              "statute": "disclosure", "title": "条例", "number": "new", "from": "2019-05-15",
              "periods": [], "dates": []
            }
          ]
        }
        """;

    public static LegalCalendar Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return CalendarFile.Read(stream, "test.json");
    }
}
