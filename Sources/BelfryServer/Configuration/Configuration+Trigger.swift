public import BelfryCore

extension Configuration {
    /// An element of `triggers`: `name`, `after`, `expr`, `job` or `http`, `max_age`, `report_within`.
    public struct Trigger: Sendable {
        /// What is done when it fires.
        public enum Target: Sendable {
            /// A job is started through A1Cron's API; it is given by name or id.
            case job(String)
            /// An address is called.
            case http(HTTPTarget)
        }

        /// What fires it.
        public var rule: TriggerRule
        /// What is done.
        public var target: Target

        /// A trigger of these values.
        public init(rule: TriggerRule, target: Target) {
            self.rule = rule
            self.target = target
        }

        /// What is done, in words and without secrets.
        var effect: String {
            switch target {
            case .http(let target): return "\(target.method) \(target.url.redacted)"
            case .job(let job):
                let deadline = rule.reportWithin.map { ", which has to report within \($0)" } ?? ""
                return "starts \"\(job)\"\(deadline)"
            }
        }
    }

    /// The key `http` of a trigger: `url` or `url_file`, `method`, `headers`, `body`.
    public struct HTTPTarget: Sendable {
        /// Where it goes.
        public var url: TargetURL
        /// The HTTP method.
        public var method: String
        /// Header fields, whose values may be secret.
        public var headers: [(name: String, value: Secret)]
        /// The body; nil for none.
        public var body: Template?

        /// A target of these values.
        public init(
            url: TargetURL,
            method: String = "POST",
            headers: [(name: String, value: Secret)] = [],
            body: Template? = nil
        ) {
            self.url = url
            self.method = method
            self.headers = headers
            self.body = body
        }
    }
}
