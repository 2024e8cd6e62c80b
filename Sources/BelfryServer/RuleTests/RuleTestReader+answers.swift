internal import BelfryCore

extension RuleTestReader {
    private static let answerKeys = ["at", "alertname", "rows"]

    /// What the query of a rule answers at a time: rows of columns, as the database would give them.
    mutating func readAnswer(_ value: YAMLValue, rules: [String], into test: inout RuleTest) {
        guard let mapping = value.mapping(keys: Self.answerKeys, problems: &problems),
            let at = mapping.required("at", problems: &problems)?.span(in: Self.offsets, problems: &problems),
            let name = mapping.required("alertname", problems: &problems),
            let alertname = readRuleName(name, rules)
        else { return }
        var rows: [QueryRow] = []
        for element in mapping["rows"]?.list(problems: &problems) ?? [] {
            guard let columns = element.anyMapping(problems: &problems) else { continue }
            var row = QueryRow(jobID: "", value: nil, labels: [:])
            for (column, value) in columns.entries where !value.isNull {
                guard let text = value.string(problems: &problems) else { continue }
                switch column {
                case "job_id": row.jobID = text
                case "value": row.value = Double(text)
                default: row.labels[column] = text
                }
            }
            rows.append(row)
        }
        test.answers.append(RuleTest.Answer(at: test.start + at, alertname: alertname, rows: rows))
    }
}
