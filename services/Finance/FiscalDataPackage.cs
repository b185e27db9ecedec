using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>
/// Public finance data as a Fiscal Data Package (Frictionless Data): a ZIP of two tables of text and <c>datapackage.json</c>, which says what they
/// have and comes last, so that it can state their sizes and digests. Written as it is read from the store.
/// </summary>
public static class FiscalDataPackage
{
    /// <summary>Packed bytes are handed over after so many rows.</summary>
    private const int Portion = 1_000;

    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task Write(Stream to, FinanceExport export, CancellationToken cancel)
    {
        using var packed = new PackedStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var cells = await Table(archive, "cells", CellTable.Fields, export.Cells(cancel), Send, cancel);
            var releases = await Table(archive, "releases", ReleaseTable.Fields, export.Releases(cancel), Send, cancel);
            using var file = archive.CreateEntry("datapackage.json").Open();
            using var json = new Utf8JsonWriter(file, Written);
            FiscalDescriptor.Of(export, [cells, releases]).WriteTo(json);
        }

        await Send();

        async Task Send()
        {
            await to.WriteAsync(packed.Bytes, cancel);
            packed.Clear();
        }
    }

    private static async Task<PackageResource> Table(
        ZipArchive archive, string name, IReadOnlyList<PackageField> fields, IAsyncEnumerable<IReadOnlyList<TableCell>> rows, Func<Task> send, CancellationToken cancel)
    {
        using var file = archive.CreateEntry($"data/{name}.csv").Open();
        using var counted = new DigestingStream(file);
        await using (var table = TableWriter.Csv(counted, mark: false))
        {
            await table.Write([.. fields.Select(f => (TableCell)f.Name)], cancel);
            var written = 0;
            await foreach (var row in rows)
            {
                await table.Write(row, cancel);
                if (++written % Portion == 0) await send();
            }
        }

        return new PackageResource(name, $"data/{name}.csv", fields, counted.Count, counted.Digest());
    }

    /// <summary>Passes bytes on, counts them and knows their SHA-256.</summary>
    private sealed class DigestingStream(Stream to) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Count { get; private set; }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public string Digest() => Convert.ToHexStringLower(_hash.GetCurrentHash());

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            _hash.AppendData(buffer.Span);
            return to.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count)
        {
            Count += count;
            _hash.AppendData(buffer, offset, count);
            to.Write(buffer, offset, count);
        }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A table of a package, written.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its digest, lower-case hexadecimal.</param>
public sealed record PackageResource(string Name, string Path, IReadOnlyList<PackageField> Fields, long Bytes, string Sha256);
