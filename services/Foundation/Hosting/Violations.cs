using Google.Rpc;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Hosting;

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">The path as JSON has it, e.g. <c>records[3].placements[0].on</c>.</param>
/// <param name="Reason">Stable, UPPER_SNAKE_CASE.</param>
public sealed record Violation(string Field, string Reason, string Chinese, string English)
{
    public BadRequest.Types.FieldViolation ToProto(Language language)
    {
        var message = language == Language.Chinese ? Chinese : English;
        return new BadRequest.Types.FieldViolation
        {
            Field = Field, Reason = Reason, Description = message,
            LocalizedMessage = new LocalizedMessage { Locale = language.Tag(), Message = message }
        };
    }
}

/// <summary>Collects everything that is wrong with a request, so that the caller hears of it at once.</summary>
/// <param name="prefix">Put before each field's name.</param>
public sealed class Violations(string prefix = "")
{
    /// <summary>A caller who got so much wrong is told of the first of it: a message may be wrong in millions of places, and each costs more to tell than to send.</summary>
    public const int Enough = 1_000;

    private readonly List<Violation> _found = [];

    public IReadOnlyList<Violation> Found => _found;

    public bool Any => _found.Count > 0;

    public void Add(string field, string reason, string chinese, string english) => _found.Add(new(prefix + field, reason, chinese, english));

    /// <summary>Everything that was found elsewhere, under the names it has there.</summary>
    public void Add(Violations other) => _found.AddRange(other._found);

    /// <summary>Everything that was found in a part, under the names it has there after this one's prefix.</summary>
    public void AddUnder(Violations part) => _found.AddRange(part._found.Select(f => f with { Field = prefix + f.Field }));

    public void Required(string field, string value)
    {
        if (string.IsNullOrWhiteSpace(value)) Add(field, "REQUIRED", "必填。", "Required.");
    }

    /// <summary>The caller's key of a call that may be repeated: 1-64 characters.</summary>
    public void RequestId(string value)
    {
        Required("requestId", value);
        Text("requestId", value, 64);
    }

    /// <summary>At most so many characters (UTF-16 units), and no control characters but line breaks and tabs.</summary>
    public void Text(string field, string value, int longest)
    {
        if (value.Length > longest)
            Add(field, "TOO_LONG", $"最多 {longest} 个字符，现有 {value.Length} 个。", $"At most {longest} characters; there are {value.Length}.");
        foreach (var c in value)
        {
            if (!char.IsControl(c) || c is '\n' or '\r' or '\t') continue;
            Add(field, "CONTROL_CHARACTER", "含有控制字符。", "Contains a control character.");
            break;
        }
    }

    public void Count(string field, int count, int fewest, int most)
    {
        if (count < fewest) Add(field, "TOO_FEW", $"至少 {fewest} 项。", $"At least {fewest}.");
        if (count > most) Add(field, "TOO_MANY", $"最多 {most} 项，现有 {count} 项。", $"At most {most}; there are {count}.");
    }

    /// <summary>A defined value; the zero value only if it is not required.</summary>
    public void Enum<TEnum>(string field, TEnum value, bool required) where TEnum : struct, Enum
    {
        if (required && Convert.ToInt32(value) == 0) Add(field, "REQUIRED", "必填。", "Required.");
        else if (!System.Enum.IsDefined(value)) Add(field, "UNKNOWN_VALUE", $"没有这个取值：{value}。", $"No such value: {value}.");
    }

    /// <summary>Matches a pattern that the sentence describes. An empty value is not looked at.</summary>
    public void Pattern(string field, string value, System.Text.RegularExpressions.Regex pattern, string chinese, string english)
    {
        if (value.Length > 0 && !pattern.IsMatch(value)) Add(field, "MALFORMED", chinese, english);
    }

    /// <summary>Nothing that tells of a single person. The sentence says what kind and where, never the datum.</summary>
    public void NoPersonalData(string field, string value)
    {
        foreach (var (kind, at) in PersonalData.Find(value))
        {
            var (chinese, english) = kind switch
            {
                PersonalDatum.ResidentId => ("居民身份证号码", "a resident id number"),
                PersonalDatum.BankCard => ("银行卡号", "a bank card number"),
                _ => ("手机号码", "a mobile number")
            };
            Add(field, "PERSONAL_DATA", $"第 {at + 1} 字起疑为{chinese}：请删去，或说明公开的依据。", $"Looks like {english} from character {at + 1} on: remove it, or state the basis for disclosing it.");
        }
    }

    /// <summary>A day in ISO 8601 that exists; null if it is empty or wrong.</summary>
    public DateOnly? Day(string field, string value)
    {
        if (value.Length == 0) return null;
        if (Days.TryParse(value, out var day)) return day;
        Add(field, "NOT_A_DAY", $"不是有效日期：应为 2016-09-26 的形式，且该日存在。", "Not a day: it must look like 2016-09-26 and exist.");
        return null;
    }

    /// <summary>To be called in loops over what the caller sent, of which there may be any number.</summary>
    /// <exception cref="RefusedException">Enough is wrong.</exception>
    public void ThrowIfEnough()
    {
        if (_found.Count >= Enough) ThrowIfAny();
    }

    /// <exception cref="RefusedException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (Any) throw new RefusedException(Refusals.InvalidFields, "", _found);
    }
}
