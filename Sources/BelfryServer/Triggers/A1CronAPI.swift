internal import BelfryCore
internal import Foundation

/// Requests to A1Cron's API and what its answers mean.
struct A1CronAPI: Sendable {
    /// A job as the list names it.
    struct Job: Decodable, Hashable, Sendable {
        var id: String
        var name: String
    }

    /// A page of the list; the API gives 100 jobs at the most.
    struct Page: Decodable, Sendable {
        struct Pagination: Decodable, Sendable {
            var totalPages: Int

            private enum CodingKeys: String, CodingKey {
                case totalPages = "total_pages"
            }
        }

        var data: [Job]
        var pagination: Pagination?
    }

    /// The answer to a trigger, of which only the execution's id matters.
    struct Started: Decodable, Sendable {
        struct Execution: Decodable, Sendable {
            var executionID: String?

            private enum CodingKeys: String, CodingKey {
                case executionID = "execution_id"
            }
        }

        var data: Execution
    }

    /// Jobs on a page of the list.
    private static let pageSize = 100

    private let base: TargetURL
    private let headers: [(name: String, value: String)]

    /// Access to an account's jobs; nil where the address cannot be one.
    init?(_ access: Configuration.A1Cron) {
        let account = Self.encoded(access.accountID)
        guard let base = try? TargetURL("\(access.baseURL)/cron-jobs/\(account)") else { return nil }
        self.base = base
        headers = [
            (name: "X-API-Key", value: access.apiKey.text), (name: "X-API-Secret", value: access.apiSecret.text),
            (name: "Accept", value: "application/json"),
        ]
    }

    /// The API's host.
    var host: String { base.host }

    /// Asks for a page of the account's jobs; pages count from 1.
    func list(page: Int) -> OutgoingRequest? {
        request("GET", "/list?page=\(page)&limit=\(Self.pageSize)")
    }

    /// Starts a job.
    func trigger(_ jobID: String) -> OutgoingRequest? {
        request("POST", "/trigger/\(Self.encoded(jobID))")
    }

    private func request(_ method: String, _ path: String) -> OutgoingRequest? {
        (try? base.appending(path: path)).map { OutgoingRequest(method: method, url: $0, headers: headers) }
    }

    /// A text as one segment of a path: nothing of it can lead elsewhere.
    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~"
    )
}
