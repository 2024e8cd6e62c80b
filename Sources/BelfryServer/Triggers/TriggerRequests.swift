internal import BelfryCore
internal import BelfryStore
internal import Foundation

/// Sends a trigger once and says what came of it.
struct TriggerRequests: Sendable {
    /// From the look-up of the name to the end of the answer: A1Cron answers when the job is done, and whose answer comes later
    /// is in doubt until its webhook has come.
    static let timeout = TimeSpan.seconds(60)

    private let http: any OutgoingHTTP
    private let api: A1CronAPI?
    private let directory: JobDirectory?
    private let budget: RequestBudget
    private let backoff = Backoff(base: .seconds(2), cap: .minutes(2))

    /// Requests by this client, and with this access to A1Cron.
    init(http: any OutgoingHTTP, access: Configuration.A1Cron?, budget: RequestBudget = RequestBudget()) {
        self.http = http
        self.budget = budget
        api = access.flatMap(A1CronAPI.init)
        directory = api.map { JobDirectory(api: $0, http: http, budget: budget) }
    }

    /// Sends what was claimed.
    func send(_ claim: TriggerClaim, to target: Configuration.Trigger.Target) async -> TriggerRecord {
        switch target {
        case .job(let reference): await start(reference, claim)
        case .http(let target): await call(target, claim)
        }
    }

    private func start(_ reference: String, _ claim: TriggerClaim) async -> TriggerRecord {
        let wait = { (asked: TimeSpan?) in self.wait(claim, asked) }
        guard let api, let directory else {
            return TriggerRecord(outcome: .rejected, reason: .refused, error: "a1cron.base_url is no address")
        }
        let jobID: String
        do throws(JobDirectory.Failure) {
            jobID = try await directory.id(of: reference)
        } catch {
            switch error {
            case .unknown(let message):
                return TriggerRecord(outcome: .rejected, reason: .refused, target: api.host, error: message)
            case .unavailable(let reason, let message, let after):
                let outcome: TriggerRecord.Outcome =
                    reason == .forbiddenTarget ? .rejected : .retry(after: wait(after))
                return TriggerRecord(outcome: outcome, reason: reason, target: api.host, error: message)
            }
        }
        if let left = budget.take() {
            return TriggerRecord(
                outcome: .retry(after: left),
                reason: .rateLimited,
                target: api.host,
                error: "A1Cron's requests of this hour are used up"
            )
        }
        guard let request = api.trigger(jobID) else {
            return TriggerRecord(outcome: .rejected, reason: .refused, target: api.host, error: "no usable job id")
        }
        var record =
            switch await http.send(request) {
            case .failure(let failure): TriggerAnswer.record(failure, wait: wait)
            case .success(let response):
                TriggerAnswer.record(response, now: WallClock.now(), wait: wait) { response in
                    JSONBody.decoded(A1CronAPI.Started.self, from: response)?.data.executionID
                }
            }
        record.childJobID = jobID
        record.target = "\(api.host)/…/trigger/\(jobID)"
        return record
    }

    private func call(_ target: Configuration.HTTPTarget, _ claim: TriggerClaim) async -> TriggerRecord {
        let wait = { (asked: TimeSpan?) in self.wait(claim, asked) }
        var headers = target.headers.map { (name: $0.name, value: $0.value.text) }
        let type = headers.first { $0.name.lowercased() == "content-type" }?.value ?? "application/json"
        if target.body != nil, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append((name: "Content-Type", value: type))
        }
        if !headers.contains(where: { $0.name.lowercased() == "idempotency-key" }) {
            headers.append((name: "Idempotency-Key", value: claim.deliveryID.uuidString.lowercased()))
        }
        guard let parent = claim.parent else {
            return TriggerRecord(
                outcome: .retry(after: wait(nil)),
                target: target.url.redacted,
                error: "the execution that fired it cannot be read now"
            )
        }
        let isJSON = type.lowercased().contains("json")
        let body = target.body.map { TriggerBody.bytes($0, AttemptSubject(alone: parent), isJSON: isJSON) }
        let request = OutgoingRequest(method: target.method, url: target.url, headers: headers, body: body ?? [])
        var record =
            switch await http.send(request) {
            case .failure(let failure): TriggerAnswer.record(failure, wait: wait)
            case .success(let response):
                TriggerAnswer.record(response, now: WallClock.now(), wait: wait) { _ in nil }
            }
        record.target = target.url.redacted
        for secret in target.url.secretParts + target.headers.map(\.value.text) where secret.count > 5 {
            record.responseExcerpt = record.responseExcerpt?.replacing(secret, with: "***")
            record.error = record.error?.replacing(secret, with: "***")
        }
        return record
    }

    private func wait(_ claim: TriggerClaim, _ asked: TimeSpan?) -> TimeSpan {
        var generator = SystemRandomNumberGenerator()
        return backoff.wait(afterAttempt: claim.attempt, retryAfter: asked, using: &generator)
    }
}
