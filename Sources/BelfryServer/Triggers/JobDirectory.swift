internal import BelfryCore

/// The account's jobs by name, as A1Cron listed them lately.
actor JobDirectory {
    /// Why a job cannot be started now.
    enum Failure: Error, Hashable {
        /// There is no such job, or more than one.
        case unknown(String)
        /// The list could not be had; nothing was started.
        case unavailable(DeliveryFailure, String, after: TimeSpan?)
    }

    /// How long a list counts: a job renamed in it is found again after that.
    private static let lifetime = Duration.seconds(600)
    /// A name that a list of this age does not have may be new.
    private static let fresh = Duration.seconds(60)
    /// An account has at most 100 active jobs, and may keep others.
    private static let maximumPages = 20

    private let api: A1CronAPI
    private let http: any OutgoingHTTP
    private let budget: RequestBudget
    private var jobs: [A1CronAPI.Job] = []
    private var readAt: ContinuousClock.Instant?

    init(api: A1CronAPI, http: any OutgoingHTTP, budget: RequestBudget) {
        self.api = api
        self.http = http
        self.budget = budget
    }

    /// The id of a job given by name or id.
    func id(of reference: String) async throws(Failure) -> String {
        if readAt.map({ ContinuousClock.now - $0 > Self.lifetime }) ?? true { try await read() }
        var found = matches(reference)
        if found.isEmpty, let readAt, ContinuousClock.now - readAt > Self.fresh {
            try await read()
            found = matches(reference)
        }
        guard let id = found.first else { throw .unknown("A1Cron has no job named \"\(reference)\"") }
        guard found.count == 1 else {
            throw .unknown(
                "A1Cron has \(found.count) jobs named \"\(reference)\": give the id of the one that is meant"
            )
        }
        return id
    }

    private func matches(_ reference: String) -> [String] {
        if jobs.contains(where: { $0.id == reference }) { return [reference] }
        return jobs.filter { $0.name == reference }.map(\.id)
    }

    private func read() async throws(Failure) {
        var all: [A1CronAPI.Job] = []
        var page = 1
        while page <= Self.maximumPages {
            let answer = try await self.page(page)
            all += answer.data
            guard page < (answer.pagination?.totalPages ?? 1) else { break }
            page += 1
        }
        jobs = all
        readAt = .now
    }

    private func page(_ number: Int) async throws(Failure) -> A1CronAPI.Page {
        if let wait = budget.take() {
            throw .unavailable(.rateLimited, "A1Cron's requests of this hour are used up", after: wait)
        }
        guard let request = api.list(page: number) else {
            throw .unavailable(.refused, "a1cron.base_url is no address", after: nil)
        }
        switch await http.send(request) {
        case .failure(let failure): throw .unavailable(failure.reason, failure.message, after: nil)
        case .success(let response):
            guard response.isSuccess, let page = JSONBody.decoded(A1CronAPI.Page.self, from: response) else {
                let excerpt = ResponseExcerpt.text(of: response.body).prefix(200)
                throw .unavailable(
                    response.status == 429 ? .rateLimited : .unexpectedAnswer,
                    "the list of jobs: HTTP \(response.status): \(excerpt)",
                    after: RetryAfter.span(of: response, now: WallClock.now())
                )
            }
            return page
        }
    }
}
