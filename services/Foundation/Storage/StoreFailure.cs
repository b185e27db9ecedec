using Microsoft.Data.Sqlite;
using MongoDB.Driver;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// Tells what a store fails by for as long as something outside is wrong - a full or read-only disk, a lock that others hold, a server that does not answer - from mistakes of ours. Nothing was stored,
/// or as much as after any lost answer; the same call is answered when it is over.
/// </summary>
public static class StoreFailure
{
    // SQLite's primary codes.
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14;

    // Linux's: input/output error, no space, read-only, over quota.
    private const int Eio = 5, Enospc = 28, Erofs = 30, Edquot = 122;

    public static bool IsPassing(Exception e) => e switch
    {
        SqliteException sqlite => (sqlite.SqliteErrorCode & 0xFF) is Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen,
        MongoConnectionException or MongoExecutionTimeoutException or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoWaitQueueFullException => true,
        // No server was found, or no connection was free, in time.
        TimeoutException => true,
        IOException io => io.HResult is Eio or Enospc or Erofs or Edquot,
        _ => false
    };
}
