internal import BelfryCore
internal import Foundation

/// Reads executions from JSON objects and CSV rows.
public enum ImportLine {
    /// Fields of the webhook that may be absent in a file, and then are null.
    private static let nullable = ["response_code", "response_body", "error_message", "next_retry_at"]
    private static let texts = ["response_body", "error_message"]
    private static let numbers = ["response_code", "response_time_ms", "retry_attempt"]

    /// The executions of a JSON object.
    ///
    /// In the webhook's shape it is one, judged as strictly as a webhook. A row of A1Cron's log (`id` instead of `execution_id`,
    /// no `retry_attempt`) is one too; the log endpoint's whole answer (`{"data": […]}`) is all of its rows.
    public static func read(json line: [UInt8]) throws(ImportProblem) -> [ImportedExecution] {
        if let execution = try? Execution(webhookBody: line) { return [ImportedExecution(execution)] }
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
            throw ImportProblem(description: "not a JSON object")
        }
        guard let rows = object["data"] as? [[String: Any]] else { return [try read(object)] }
        var executions: [ImportedExecution] = []
        for row in rows { executions.append(try read(row)) }
        return executions
    }

    /// The execution of a CSV row, whose header names the webhook's fields.
    public static func read(fields: [String?], header: [String]) throws(ImportProblem) -> ImportedExecution {
        guard fields.count == header.count else {
            throw ImportProblem(description: "\(fields.count) fields, the header has \(header.count)")
        }
        var object: [String: Any] = [:]
        for (name, field) in zip(header, fields) {
            // Only where a text may be empty does it differ from none.
            guard let text = field, !text.isEmpty || texts.contains(name) else { continue }
            if numbers.contains(name) {
                guard let number = Int64(text) else {
                    throw ImportProblem(description: "\"\(name)\" must be an integer, got \(text.prefix(40))")
                }
                object[name] = number
            } else if name == "belfry_test" {
                object[name] = text == "true" || text == "t"
            } else {
                object[name] = text
            }
        }
        return try read(object)
    }

    private static func read(_ row: [String: Any]) throws(ImportProblem) -> ImportedExecution {
        var object = row.filter { !($0.value is NSNull) }
        let isLogRow = object["retry_attempt"] == nil
        let isTimed = object["response_time_ms"] != nil
        object["execution_id"] = object["execution_id"] ?? object["id"]
        object["cron_job_name"] = object["cron_job_name"] ?? object["cron_job_id"]
        object["retry_attempt"] = object["retry_attempt"] ?? 0
        object["response_time_ms"] = object["response_time_ms"] ?? 0
        for field in nullable where object[field] == nil { object[field] = NSNull() }
        do {
            let body = try JSONSerialization.data(withJSONObject: object)
            return ImportedExecution(
                try Execution(webhookBody: Array(body)),
                isLogRow: isLogRow,
                isTimed: isTimed
            )
        } catch {
            throw ImportProblem(description: "\(error)")
        }
    }
}
