using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>The field's own words for enum values.</summary>
public static class ChineseNames
{
    public static readonly IReadOnlyDictionary<string, string> Channels = new Dictionary<string, string>
    {
        [V1.Channel.Gazette.Name()] = "政府公报",
        [V1.Channel.Website.Name()] = "政府网站",
        [V1.Channel.Microblog.Name()] = "政务微博",
        [V1.Channel.Wechat.Name()] = "政务微信",
        [V1.Channel.Other.Name()] = "其他方式"
    };

    public static readonly IReadOnlyDictionary<string, string> Stages = new Dictionary<string, string>
    {
        [V1.Stage.Decision.Name()] = "决策公开",
        [V1.Stage.Execution.Name()] = "执行公开",
        [V1.Stage.Administration.Name()] = "管理公开",
        [V1.Stage.Service.Name()] = "服务公开",
        [V1.Stage.Result.Name()] = "结果公开"
    };
}
