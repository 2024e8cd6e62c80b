internal import BelfryCore
internal import Synchronization

/// Job states and open alerts as this writer's last commit left them, so that a busy job is not read with every batch.
///
/// It holds only while nobody else has decided since. Whoever changes `job_states` or `alert_episodes` does so under the writer's
/// lock and leaves its row in `ingest_batches`; the latest row is read with the lock and compared here.
final class JobCache: Sendable {
    /// What is remembered of some jobs, and the ones that have to be read.
    struct Known {
        var jobs: [String: JobState] = [:]
        var openAlerts: [String: [AlertEpisode]] = [:]
        var missing: [String] = []
    }

    /// Shared, so that a table of them grows and changes by references alone.
    private final class Entry: Sendable {
        let state: JobState
        let openAlerts: [AlertEpisode]

        init(state: JobState, openAlerts: [AlertEpisode]) {
            self.state = state
            self.openAlerts = openAlerts
        }
    }

    private struct State {
        /// The batch that left the entries so; nil where there are none.
        var batchID: Int64?
        var entries: [String: Entry] = [:]
    }

    /// Jobs remembered, about 1 kB each; beyond it the cache begins anew.
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 20_000) {
        self.capacity = capacity
    }

    /// What is remembered of these jobs; to be believed only while it is current.
    func known(_ jobIDs: [String]) -> Known {
        state.withLock { state in
            var known = Known()
            known.jobs.reserveCapacity(jobIDs.count)
            for jobID in jobIDs {
                guard let entry = state.entries[jobID] else {
                    known.missing.append(jobID)
                    continue
                }
                known.jobs[jobID] = entry.state
                if !entry.openAlerts.isEmpty { known.openAlerts[jobID] = entry.openAlerts }
            }
            return known
        }
    }

    /// Whether what is remembered is what the database holds: no batch after the one that left it.
    func isCurrent(latestBatchID: Int64?) -> Bool {
        state.withLock { $0.batchID == nil || $0.batchID == latestBatchID }
    }

    /// Forgets everything.
    func removeAll() {
        state.withLock { $0 = State() }
    }

    /// Takes in what a committed batch has changed; `openAlerts` are those it was decided from.
    func update(_ decision: BatchDecision, from openAlerts: [String: [AlertEpisode]], batchID: Int64) {
        let changed = Set((decision.alerts + decision.inactiveAlerts).map(\.alertID))
        let nowOpen = Dictionary(grouping: decision.alerts.filter { $0.state != .resolved }, by: \.jobID)
        let entries = decision.jobs.map { job in
            let before = openAlerts[job.jobID] ?? []
            let stillOpen = before.isEmpty ? [] : before.filter { !changed.contains($0.alertID) }
            return Entry(state: job, openAlerts: stillOpen + (nowOpen[job.jobID] ?? []))
        }
        state.withLock { state in
            if state.entries.count + entries.count > capacity { state.entries = [:] }
            state.batchID = batchID
            for entry in entries { state.entries[entry.state.jobID] = entry }
        }
    }
}
