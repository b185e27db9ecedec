using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Text;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("身份证号11010519491231002X", PersonalDatum.ResidentId, 4)] // the example of GB 11643
    [InlineData("11010519491231002x", PersonalDatum.ResidentId, 0)]
    [InlineData("110105 19491231 002X", PersonalDatum.ResidentId, 0)]
    [InlineData("（１１０１０５１９４９１２３１００２Ｘ）", PersonalDatum.ResidentId, 1)]
    [InlineData("电话13800012345。", PersonalDatum.MobileNumber, 2)]
    [InlineData("138-0001-2345", PersonalDatum.MobileNumber, 0)]
    [InlineData("+86 13800012345", PersonalDatum.MobileNumber, 0)]
    [InlineData("卡号6222021234567890128", PersonalDatum.BankCard, 2)]
    [InlineData("4111 1111 1111 1111", PersonalDatum.BankCard, 0)]
    public void What_tells_of_one_person_is_found_where_it_begins(string text, PersonalDatum kind, int at) =>
        Assert.Equal([(kind, at)], PersonalData.Find(text));

    [Theory]
    [InlineData("")]
    [InlineData("鞍政办发〔2016〕91号，2016年9月26日")]
    [InlineData("110105194912310021")] // wrong check character
    [InlineData("110105194902300023")] // no such day
    [InlineData("电话0412-2226688、12345、400-800-1234")]
    [InlineData("统一社会信用代码91210300701234567A")] // letters: a company's
    [InlineData("资金12345678901元")] // begins like no mobile number
    [InlineData("合同编号201609260001234567890123")] // too long for any
    [InlineData("坐标123.00000000000")]
    [InlineData("6222021234567890129")] // wrong check digit
    [InlineData("流水号9876543210123456")] // no card begins so
    [InlineData("A13800012345")] // part of a longer word
    public void What_does_not_is_left_alone(string text) => Assert.Empty(PersonalData.Find(text));

    [Fact]
    public void Each_kind_is_told_once_in_the_order_of_the_text() => Assert.Equal(
        [PersonalDatum.MobileNumber, PersonalDatum.ResidentId],
        PersonalData.Find("13800012345、11010519491231002X、13900012345").Select(f => f.Kind));
}
