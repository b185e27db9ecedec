using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// The one writer of a file. Everything that waits is written in one transaction and made durable by one flush (group commit), so that
/// many callers pay for the disk once.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>A transaction takes no further work after this long, so that the first caller does not wait for the last.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(40);

    /// <summary>Nobody has written for this long: time to tidy up.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    private readonly BlockingCollection<Job> _queue = new(4096);
    private readonly List<IBuffer> _buffers = [];
    private readonly Session _session;
    private readonly WriterMeter? _meter;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _broken;
    private int _disposed;

    /// <param name="meters">Null where nobody measures.</param>
    public Writer(string path, IMeterFactory? meters)
    {
        _meter = meters is null ? null : new WriterMeter(meters, Path.GetFileNameWithoutExtension(path), () => _ended.Task.IsCompleted ? 0 : _queue.Count);
        _session = new Session(path, write: true);
        _session.Execute("CREATE TABLE IF NOT EXISTS sunshine_commits (id INTEGER PRIMARY KEY, last INTEGER NOT NULL); INSERT OR IGNORE INTO sunshine_commits VALUES (1, 0)");
        Commits = LastCommit(_session);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"writer of {Path.GetFileName(path)}" };
        _thread.Start();
    }

    /// <summary>Something that is kept in memory while a transaction runs, and written or forgotten with it.</summary>
    public interface IBuffer
    {
        /// <summary>Where the buffer is now.</summary>
        (int Text, int Facets) Mark { get; }

        /// <summary>Undoes what came after a mark: that work was rolled back.</summary>
        void Forget((int Text, int Facets) mark);

        /// <summary>Writes everything, before the commit.</summary>
        void Flush(Session session);

        /// <summary>The transaction is durable.</summary>
        void Committed();

        /// <summary>Does a small piece of work that makes reading faster.</summary>
        /// <returns>Whether there may be more of it.</returns>
        bool Tidy(Session session);
    }

    /// <summary>
    /// The number of the last transaction. It is stored with each, so that a reader knows which of them its snapshot includes.
    /// </summary>
    public long Commits { get; private set; }

    /// <summary>The number of the transaction that is running. Asked on the writer's thread only.</summary>
    public long Current => Commits + 1;

    /// <summary>The last transaction that a session sees.</summary>
    public static long LastCommit(Session session)
    {
        var read = session.Prepare("SELECT last FROM sunshine_commits");
        read.Step();
        var last = read.Long(0);
        read.Reset();
        return last;
    }

    /// <summary>Called on the writer's thread only.</summary>
    public void Add(IBuffer buffer) => _buffers.Add(buffer);

    /// <summary>A piece of what is done when the writer is idle. Called on the writer's thread only.</summary>
    public bool Tidy(Session session)
    {
        var more = false;
        foreach (var buffer in _buffers) more |= buffer.Tidy(session);
        return more;
    }

    /// <summary>Runs work in a transaction. Its result is durable when the task ends. A piece that fails leaves nothing behind.</summary>
    public Task<R> Run<R>(Func<Session, R> work)
    {
        var job = new Job<R>(work);
        try
        {
            _queue.Add(job);
        }
        catch (InvalidOperationException)
        {
            // Adding was completed, or the queue is disposed already.
            throw new ObjectDisposedException(nameof(Writer));
        }

        return job.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _queue.CompleteAdding();
        await _ended.Task;
        _session.Dispose();
        _queue.Dispose();
    }

    private void Loop()
    {
        var wait = Timeout.InfiniteTimeSpan;
        while (!_queue.IsCompleted)
        {
            if (!_queue.TryTake(out var first, wait))
            {
                // Each piece is a transaction of its own, so that whoever comes meanwhile waits for one piece at most.
                var tidying = new Job<bool>(Tidy);
                RunGroup([tidying]);
                wait = tidying.Task is { IsCompletedSuccessfully: true, Result: true } ? TimeSpan.Zero : Timeout.InfiniteTimeSpan;
                continue;
            }

            if (_broken is null) RunGroup([first]);
            else first.Fail(_broken);
            wait = _broken is null && _buffers.Count > 0 ? Idle : Timeout.InfiniteTimeSpan;
        }

        _ended.SetResult();
    }

    private void RunGroup(List<Job> group)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            _session.Prepare("BEGIN IMMEDIATE").Run();
            RunOne(group[0]);
            while (Stopwatch.GetElapsedTime(began) < LongestGroup && _queue.TryTake(out var next))
            {
                group.Add(next);
                RunOne(next);
            }

            foreach (var buffer in _buffers) buffer.Flush(_session);
            _session.Prepare("UPDATE sunshine_commits SET last = ?1").Bind(1, Current).Run();
            _session.Prepare("COMMIT").Run();
        }
        catch (Exception e)
        {
            Abandon(group, e);
            return;
        }

        Commits++;
        _meter?.Committed(began);
        foreach (var buffer in _buffers) buffer.Committed();
        foreach (var job in group) job.Complete();
    }

    private void RunOne(Job job)
    {
        var marks = _buffers.ConvertAll(b => b.Mark);
        _session.Prepare("SAVEPOINT job").Run();
        try
        {
            job.Execute(_session);
        }
        catch (Exception e)
        {
            job.Failed = e;
            _session.EndAll();
            _session.Prepare("ROLLBACK TO job").Run();
            for (var i = 0; i < marks.Count; i++) _buffers[i].Forget(marks[i]);
        }

        _session.Prepare("RELEASE job").Run();
    }

    /// <summary>The transaction itself failed, as it does when the disk is full: nobody's work was done.</summary>
    private void Abandon(List<Job> group, Exception e)
    {
        try
        {
            _session.EndAll();
            // SQLite may have rolled back by itself.
            if (_session.InTransaction) _session.Prepare("ROLLBACK").Run();
            foreach (var buffer in _buffers) buffer.Forget(default);
        }
        catch (Exception again)
        {
            // What is in memory is not what is on disk: nothing more is written until the file is opened anew.
            _broken = again;
        }

        foreach (var job in group) job.Fail(e);
    }

    private abstract class Job
    {
        public Exception? Failed { get; set; }

        public abstract void Execute(Session session);

        public abstract void Complete();

        public abstract void Fail(Exception e);
    }

    private sealed class Job<R>(Func<Session, R> work) : Job
    {
        private readonly TaskCompletionSource<R> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private R? _result;

        public Task<R> Task => _done.Task;

        public override void Execute(Session session) => _result = work(session);

        public override void Complete()
        {
            if (Failed is null) _done.SetResult(_result!);
            else _done.SetException(Failed);
        }

        public override void Fail(Exception e) => _done.SetException(Failed ?? e);
    }
}
