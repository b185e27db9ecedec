using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sunshine.Foundation.Storage.Sqlite;

/// <summary>
/// The one writer of a file. Everything that waits is written in one transaction and made durable by one flush (group commit), so that
/// many callers pay for the disk once.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>A transaction takes no further work after this long, so that the first caller does not wait for the last.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(40);

    private readonly BlockingCollection<Job> _queue = new(4096);
    private readonly List<IBuffer> _buffers = [];
    private readonly Session _session;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _broken;

    public Writer(string path)
    {
        _session = new Session(path, write: true);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"writer of {Path.GetFileName(path)}" };
        _thread.Start();
    }

    /// <summary>Something that is kept in memory while a transaction runs, and written or forgotten with it.</summary>
    public interface IBuffer
    {
        /// <summary>Where the buffer is now.</summary>
        int Mark { get; }

        /// <summary>Forgets what came after a mark, and reads anew what is kept in memory: that work was rolled back.</summary>
        void Forget(Session session, int mark);

        /// <summary>Writes everything, before the commit.</summary>
        void Flush(Session session);

        /// <summary>The transaction is durable.</summary>
        void Committed();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Called on the writer's thread only.</summary>
    public void Add(IBuffer buffer) => _buffers.Add(buffer);

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
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        await _ended.Task;
        _session.Dispose();
        _queue.Dispose();
    }

    private void Loop()
    {
        var group = new List<Job>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            if (_broken is null) RunGroup(group);
            else first.Fail(_broken);
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
            _session.Prepare("COMMIT").Run();
        }
        catch (Exception e)
        {
            Abandon(group, e);
            return;
        }

        Commits++;
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
            for (var i = 0; i < marks.Count; i++) _buffers[i].Forget(_session, marks[i]);
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
            foreach (var buffer in _buffers) buffer.Forget(_session, 0);
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
