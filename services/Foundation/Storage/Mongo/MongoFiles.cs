using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>
/// Files in GridFS. A content goes in under an id of its own, as its hash is not known before its end; it becomes a file by one write
/// into <c>sunshine_files</c>: <c>{ _id: sha256, content, length }</c>. <c>sunshine_uploads</c> names what is not yet, or no longer, one.
/// </summary>
internal sealed class MongoFiles : IFiles
{
    /// <summary>No save takes longer, so that what is noted a day ago is nobody's any more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(24);

    private readonly TimeProvider _time;
    private readonly GridFSBucket<ObjectId> _bucket;
    private readonly IMongoCollection<BsonDocument> _files;
    private readonly IMongoCollection<BsonDocument> _uploads;
    private volatile bool _swept;

    public MongoFiles(IMongoDatabase database, TimeProvider time)
    {
        _time = time;
        // The database's concerns hold: majority writes and reads.
        _bucket = new GridFSBucket<ObjectId>(database, new GridFSBucketOptions { BucketName = "sunshine_contents", ChunkSizeBytes = 1024 * 1024 });
        _files = database.GetCollection<BsonDocument>("sunshine_files");
        _uploads = database.GetCollection<BsonDocument>("sunshine_uploads");
    }

    public async Task<StoredFile> Save(Stream content, long most, Func<StoredFile, Stream, Task>? accept, CancellationToken cancel)
    {
        await SweepOnce(cancel);
        using var longest = new CancellationTokenSource(Longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancel);
        var id = ObjectId.GenerateNewId();
        await Note(id, either.Token);
        var (named, decided) = (false, true);
        try
        {
            var file = await Upload(id, content, most, either.Token);
            if (accept is not null)
            {
                await using var written = await Download(id, either.Token);
                await accept(file, written);
            }

            // If the answer to this write is lost, it is not known whether the content is a file now; the sweep finds out.
            decided = false;
            named = await Name(id, file, either.Token);
            decided = true;
            return file;
        }
        finally
        {
            if (decided)
            {
                if (!named) await Drop(id, CancellationToken.None);
                await Forget(id, CancellationToken.None);
            }
        }
    }

    public async Task<Stream?> Open(string sha256, CancellationToken cancel)
    {
        var file = await _files.Find(Id(sha256)).FirstOrDefaultAsync(cancel);
        return file is null ? null : await Download(file["content"].AsObjectId, cancel);
    }

    public async Task<bool> Check(string sha256, CancellationToken cancel)
    {
        await using var content = await Open(sha256, cancel);
        return content is not null && await ContentCopy.Has(content, sha256, cancel);
    }

    public async Task Delete(string sha256, CancellationToken cancel)
    {
        var file = await _files.Find(Id(sha256)).FirstOrDefaultAsync(cancel);
        if (file is null) return;
        var content = file["content"].AsObjectId;
        // Noted first: if this process dies before the content is gone, the sweep goes on.
        await Note(content, cancel);
        await _files.DeleteOneAsync(new BsonDocument { ["_id"] = sha256, ["content"] = content }, cancel);
        await Drop(content, cancel);
        await Forget(content, cancel);
    }

    private async Task<StoredFile> Upload(ObjectId id, Stream content, long most, CancellationToken cancel)
    {
        await using var upload = await _bucket.OpenUploadStreamAsync(id, id.ToString(), cancellationToken: cancel);
        try
        {
            var file = await ContentCopy.Copy(content, upload, most, cancel);
            await upload.CloseAsync(cancel);
            return file;
        }
        catch
        {
            // Disposed of alone, what came so far would be taken for the whole.
            await upload.AbortAsync(CancellationToken.None);
            throw;
        }
    }

    private async Task<Stream> Download(ObjectId id, CancellationToken cancel) =>
        await _bucket.OpenDownloadStreamAsync(id, new GridFSDownloadOptions { Seekable = true }, cancel);

    /// <summary>False if the same bytes are a file already.</summary>
    private async Task<bool> Name(ObjectId id, StoredFile file, CancellationToken cancel)
    {
        try
        {
            await _files.InsertOneAsync(new BsonDocument { ["_id"] = file.Sha256, ["content"] = id, ["length"] = file.Length }, null, cancel);
            return true;
        }
        catch (MongoWriteException e) when (e.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            // A retried write finds its own.
            return (await _files.Find(Id(file.Sha256)).FirstOrDefaultAsync(cancel))?["content"] == id;
        }
    }

    private Task Note(ObjectId id, CancellationToken cancel) => _uploads.ReplaceOneAsync(
        new BsonDocument("_id", id), new BsonDocument { ["_id"] = id, ["at"] = _time.GetUtcNow().UtcDateTime }, new ReplaceOptions { IsUpsert = true }, cancel);

    private Task Forget(ObjectId id, CancellationToken cancel) => _uploads.DeleteOneAsync(new BsonDocument("_id", id), cancel);

    private async Task Drop(ObjectId id, CancellationToken cancel)
    {
        try
        {
            await _bucket.DeleteAsync(id, cancel);
        }
        catch (GridFSFileNotFoundException)
        {
            // It broke off; its pieces are gone now, and more there was not.
        }
    }

    /// <summary>
    /// Before the first save of this process: clears away what processes were saving or deleting when they were killed. Several at once do
    /// no harm.
    /// </summary>
    private async Task SweepOnce(CancellationToken cancel)
    {
        if (_swept) return;
        await Sweep(cancel);
        _swept = true;
    }

    private async Task Sweep(CancellationToken cancel)
    {
        var before = (_time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var upload in await _uploads.Find(new BsonDocument("at", new BsonDocument("$lt", before))).ToListAsync(cancel))
        {
            var id = upload["_id"].AsObjectId;
            if (!await _files.Find(new BsonDocument("content", id)).AnyAsync(cancel)) await Drop(id, cancel);
            await Forget(id, cancel);
        }
    }

    private static BsonDocument Id(string sha256) => new("_id", sha256);
}
