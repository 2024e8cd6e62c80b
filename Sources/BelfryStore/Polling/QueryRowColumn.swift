internal import BelfryCore
internal import Foundation
internal import Libpq

/// Turns a row of any query, as a JSON object, into what a rule sees of it.
enum QueryRowColumn {
    static func decode(_ json: PostgresJSON) throws -> QueryRow {
        let fields = try JSONDecoder().decode([String: Field].self, from: Data(json.utf8))
        var row = QueryRow(jobID: "", value: nil, labels: [:])
        for (name, field) in fields {
            switch name {
            case "value": row.value = field.number
            case "job_id": row.jobID = field.text ?? ""
            default: row.labels[name] = field.text
            }
        }
        return row
    }

    /// A column's value, as PostgreSQL writes it in JSON.
    private struct Field: Decodable {
        var text: String?
        var number: Double?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() { return }
            if let text = try? container.decode(String.self) {
                self.text = text
                number = Double(text)
            } else if let flag = try? container.decode(Bool.self) {
                text = flag ? "true" : "false"
                number = flag ? 1 : 0
            } else if let number = try? container.decode(Double.self) {
                self.number = number
                text = Int64(exactly: number).map(String.init) ?? String(number)
            } else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "a column is no number, text, time or truth"
                )
            }
        }
    }
}
