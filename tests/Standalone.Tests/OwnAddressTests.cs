namespace Sunshine.Standalone.Tests;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://+:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://10.1.2.3:8080", "http://10.1.2.3:8080/")]
    public void What_is_listened_to_on_all_addresses_is_called_at_the_machines_own(string listened, string called) =>
        Assert.Equal(called, OwnAddress.ForItself(listened).ToString());
}
