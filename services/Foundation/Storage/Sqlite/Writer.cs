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

        /// <summary>Forgets what came after a mark: that piece of work failed. A reload follows.</summary>
        void Forget(int mark);

        /// <summary>Writes everything, before the commit.</summary>
        void Flush(Session session);

        /// <summary>Work was rolled back: what is kept in memory is read anew.</summary>
        void Reload(Session session);
    }

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
            throw new ObjectDisposedException(nameof(Writer));
        }

        return job.Task;
    }

    public async ValueTask DisposeAsync()
    {
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
            var began = Stopwatch.GetTimestamp();
            try
            {
                _session.Prepare("BEGIN IMMEDIATE").Run();
                Job? next = first;
                do
                {
                    group.Add(next);
                    RunOne(next);
                } while (Stopwatch.GetElapsedTime(began) < LongestGroup && _queue.TryTake(out next));

                foreach (var buffer in _buffers) buffer.Flush(_session);
                _session.Prepare("COMMIT").Run();
            }
            catch (Exception e)
            {
                Abandon(group, e);
                continue;
            }

            foreach (var job in group) job.Complete();
        }

        _ended.SetResult();
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
            _session.Prepare("ROLLBACK TO job").Run();
            for (var i = 0; i < marks.Count; i++)
            {
                _buffers[i].Forget(marks[i]);
                _buffers[i].Reload(_session);
            }
        }

        _session.Prepare("RELEASE job").Run();
    }

    private void Abandon(List<Job> group, Exception e)
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }

        foreach (var job in group) job.Fail(e);
        foreach (var buffer in _buffers)
        {
            buffer.Forget(0);
            buffer.Reload(_session);
        }
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

        public override void Fail(Exception e) => _done.TrySetException(Failed ?? e);
    }
}
