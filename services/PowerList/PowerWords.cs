namespace Sunshine.Powers;

/// <summary>The words that tables have for kinds, levels and operations, as people and systems write them.</summary>
internal static class PowerWords
{
    public static readonly IReadOnlyDictionary<string, V1.PowerKind> Kinds = Words<V1.PowerKind>(
        (V1.PowerKind.Licence, "行政许可 许可 XK"), (V1.PowerKind.Penalty, "行政处罚 处罚 CF"), (V1.PowerKind.Coercion, "行政强制 强制 QZ"), (V1.PowerKind.Levy, "行政征收 征收 ZS"),
        (V1.PowerKind.Payment, "行政给付 给付 JF"), (V1.PowerKind.Inspection, "行政检查 检查 JC"), (V1.PowerKind.Confirmation, "行政确认 确认 QR"), (V1.PowerKind.Reward, "行政奖励 奖励 JL"),
        (V1.PowerKind.Adjudication, "行政裁决 裁决 CJ"), (V1.PowerKind.Other, "其他 其他行政权力 其他权力 QT"));

    public static readonly IReadOnlyDictionary<string, V1.PowerLevel> Levels = Words<V1.PowerLevel>(
        (V1.PowerLevel.City, "市级 市 市本级 设区的市级"), (V1.PowerLevel.County, "县级 县 区级 县(市、区)级 县区级"), (V1.PowerLevel.Town, "乡级 乡镇级 镇级 乡镇 街道"));

    public static readonly IReadOnlyDictionary<string, V1.OperationKind> Operations = Words<V1.OperationKind>(
        (V1.OperationKind.Add, "新增 增加"), (V1.OperationKind.Cancel, "取消"), (V1.OperationKind.Delegate, "下放"), (V1.OperationKind.TakeOver, "承接"), (V1.OperationKind.Merge, "合并"),
        (V1.OperationKind.Split, "拆分 分设"), (V1.OperationKind.Rename, "更名 名称变更"), (V1.OperationKind.Change, "变更 调整 修改"));

    private static Dictionary<string, T> Words<T>(params (T Value, string Words)[] words) where T : struct, Enum =>
        words.SelectMany(w => w.Words.Split(' ').Append(w.Value.ToString().ToUpperInvariant()).Select(word => (word, w.Value)))
            .DistinctBy(w => w.word).ToDictionary(w => w.word, w => w.Value, StringComparer.OrdinalIgnoreCase);
}
