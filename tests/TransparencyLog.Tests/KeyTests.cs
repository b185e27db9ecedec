using System.Text;

namespace Sunshine.TransparencyLog.Tests;

public sealed class KeyTests
{
    private const string Verifier = WorkedExampleTests.Verifier;
    private const string Signer = WorkedExampleTests.Signer;

    [Theory]
    [InlineData(KeyType.Ed25519), InlineData(KeyType.Cosignature)]
    public void A_generated_key_is_read_back_and_signs(KeyType type)
    {
        var key = SignerKey.Generate("例子.example.org/log", type);
        var again = SignerKey.Parse(key.Secret);
        Assert.Equal(key.Secret, again.Secret);
        Assert.Equal(key.Verifier, VerifierKey.Parse(again.Verifier.ToString()));

        var line = type is KeyType.Ed25519 ? again.Sign("a\n") : again.Cosign("a\n", DateTimeOffset.UnixEpoch.AddDays(1));
        var signature = Assert.Single(new SignedNote("a\n", line).Verify(key.Verifier));
        Assert.Equal(type is KeyType.Ed25519 ? null : 86_400, signature.At);
        Assert.NotEqual(key.Secret, SignerKey.Generate("例子.example.org/log", type).Secret);
    }

    [Theory]
    [InlineData(""), InlineData("a b"), InlineData("a+b"), InlineData("a\u3000b"), InlineData("a\u0001"), InlineData("a\n")]
    public void A_name_without_which_a_note_could_not_be_read_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => SignerKey.Generate(name));

    [Theory]
    [InlineData("", "A key is written as name+id+base64.")]
    [InlineData("name+6db269c6", "A key is written as name+id+base64.")]
    [InlineData("+6db269c6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "A key is written as name+id+base64.")]
    [InlineData("a b+6db269c6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "A key is written as name+id+base64.")]
    [InlineData("n+6db269c6+AQOhB7", "The key of n is not in base64.")]
    [InlineData("n+6db269c6+", "The key of n is not in base64.")]
    [InlineData("n+6db269c6+BqOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "The key of n is of the unknown type 6.")]
    [InlineData("n+6db269c6+AQOhBw==", "The key of n has 3 bytes, not 32.")]
    [InlineData("n+6db269c6+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "The key of n is not an Ed25519 key.")]
    [InlineData("n+6db269c6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "The id of the key of n is not 1f95552b, which it has to be.")]
    public void A_key_written_otherwise_is_refused(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<BadLogException>(() => VerifierKey.Parse(text)).Message);

    [Fact]
    public void An_id_has_one_form()
    {
        Assert.Throws<BadLogException>(() => VerifierKey.Parse(Verifier.Replace("6db269c6", "6DB269C6", StringComparison.Ordinal)));
        Assert.Throws<BadLogException>(() => VerifierKey.Parse(Verifier.Replace("6db269c6", "06db269c6", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_refused_secret_is_not_in_the_message()
    {
        foreach (var text in new[] { Signer[1..], Signer.Replace("6db2", "6db3", StringComparison.Ordinal), Signer[..^4], Signer + "AAAA" })
        {
            var refused = Assert.Throws<BadLogException>(() => SignerKey.Parse(text));
            Assert.DoesNotContain("AQABAgMEBQYH", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_does_only_what_it_is_for()
    {
        var (log, witness) = (SignerKey.Parse(Signer), SignerKey.Parse(WorkedExampleTests.WitnessSigner));
        Assert.Throws<InvalidOperationException>(() => log.Cosign("a\n", DateTimeOffset.UnixEpoch));
        Assert.Throws<InvalidOperationException>(() => witness.Sign("a\n"));
        Assert.Throws<ArgumentOutOfRangeException>(() => witness.Cosign("a\n", DateTimeOffset.UnixEpoch.AddSeconds(-1)));
    }

    /// <summary>RFC 8032, section 7.1, test 2.</summary>
    [Fact]
    public void The_signature_is_that_of_the_RFC()
    {
        var seed = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        var text = "PRIVATE+KEY+n+00000000+" + Convert.ToBase64String([1, .. seed]);
        var id = Assert.Throws<BadLogException>(() => SignerKey.Parse(text)).Message.Split(' ')[^6].TrimEnd(',');
        var key = SignerKey.Parse(text.Replace("00000000", id, StringComparison.Ordinal));
        Assert.Equal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", Convert.ToHexStringLower(key.Verifier.PublicKey));
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(key.Sign(Encoding.UTF8.GetString([0x72])).Signature.Span));
    }
}
