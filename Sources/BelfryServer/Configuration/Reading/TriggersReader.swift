internal import BelfryCore
internal import Yams

/// Reads `triggers`.
struct TriggersReader {
    private static let keys = TriggerReader.keys + ["http"]
    private static let httpKeys = ["url", "url_file", "method", "headers", "body"]
    private static let methods = ["POST", "PUT", "PATCH", "GET", "DELETE"]
    /// Fields that the client sets.
    private static let reservedHeaders = ["host", "content-length", "user-agent", "connection", "transfer-encoding"]

    private let global: GlobalDefaults
    private let secrets: SecretReader

    /// A reader for the targets that the configuration permits.
    init(global: GlobalDefaults, secrets: SecretReader) {
        self.global = global
        self.secrets = secrets
    }

    /// The triggers of the list here; jobs are started only with access to A1Cron's API.
    func read(_ value: YAMLValue, hasAPI: Bool, problems: inout [Problem]) -> [Configuration.Trigger] {
        var rules = TriggerReader()
        var triggers: [Configuration.Trigger] = []
        for element in value.list(problems: &problems) ?? [] {
            guard let mapping = element.mapping(keys: Self.keys, problems: &problems) else { continue }
            let rule = rules.rule(mapping, problems: &problems)
            guard let target = target(mapping, hasAPI: hasAPI, problems: &problems), let rule else { continue }
            triggers.append(Configuration.Trigger(rule: rule, target: target))
        }
        return triggers
    }

    private func target(
        _ mapping: YAMLMapping,
        hasAPI: Bool,
        problems: inout [Problem]
    ) -> Configuration.Trigger.Target? {
        switch (mapping["job"], mapping["http"]) {
        case (let job?, nil):
            if !hasAPI {
                problems.append(job.problem("needs a1cron.account_id, a1cron.api_key and a1cron.api_secret"))
            }
            guard case .scalar(let scalar) = job.node else { return nil }
            return .job(scalar.string)
        case (nil, let http?):
            return self.http(http, problems: &problems).map(Configuration.Trigger.Target.http)
        case (nil, nil):
            problems.append(mapping.owner.problem("needs \"job\" or \"http\""))
        case (_?, let http?):
            problems.append(http.problem("\"job\" and \"http\" exclude each other"))
        }
        return nil
    }

    private func http(_ value: YAMLValue, problems: inout [Problem]) -> Configuration.HTTPTarget? {
        let before = problems.count
        guard let mapping = value.mapping(keys: Self.httpKeys, problems: &problems) else { return nil }
        let url = secrets.url("url", in: mapping, global: global, problems: &problems)
        let method = mapping["method"].flatMap { readMethod($0, problems: &problems) } ?? "POST"
        var headers: [(name: String, value: Secret)] = []
        for (name, value) in mapping["headers"]?.anyMapping(problems: &problems)?.entries ?? [] {
            guard let text = value.string(problems: &problems) else { continue }
            if let complaint = Self.complaint(about: name, text) {
                problems.append(value.problem(complaint))
            } else {
                headers.append((name, Secret(text)))
            }
        }
        let body = mapping["body"].flatMap { TriggerReader.template($0, problems: &problems) }
        if let value = mapping["body"], method == "GET" {
            problems.append(value.problem("has no meaning with \"method: GET\""))
        }
        guard let url, problems.count == before else { return nil }
        return Configuration.HTTPTarget(url: url, method: method, headers: headers, body: body)
    }

    private func readMethod(_ value: YAMLValue, problems: inout [Problem]) -> String? {
        guard let text = value.string(problems: &problems) else { return nil }
        guard Self.methods.contains(text) else {
            let known = Self.methods.joined(separator: ", ")
            problems.append(value.problem("must be one of \(known), got \"\(text.prefix(40))\""))
            return nil
        }
        return text
    }

    /// What is wrong with a header field, in words that do not repeat its value; nil for nothing.
    private static func complaint(about name: String, _ value: String) -> String? {
        let isToken =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        guard isToken else { return "is no name of a header field" }
        guard !reservedHeaders.contains(name.lowercased()) else { return "is set by Belfry" }
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
            return "must be one line of ASCII text"
        }
        return nil
    }
}
