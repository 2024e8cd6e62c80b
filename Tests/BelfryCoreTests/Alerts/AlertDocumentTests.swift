import BelfryCore
import Foundation
import Testing

struct AlertDocumentTests {
    private static let texts = [
        "", "plain", #"quote " backslash \ slash /"#, "line\nbreak\ttab\u{1}\u{1F}\u{7F}", "Café 😀 \u{2028}",
        "{{not}} [json]",
    ]

    private static func alert(_ text: String, value: Double? = nil) -> AlertEpisode {
        var execution = ExecutionFacts(
            executionID: text,
            status: "failure",
            executedAt: Instant(microseconds: 1_769_351_400_123_456),
            responseCode: 500,
            responseTimeMS: 1_234,
            errorMessage: text,
            errorFingerprint: text,
            responseBody: text,
            retryAttempt: 3,
            maximumAttempts: 5,
            nextRetryAt: Instant(microseconds: -1),
            isTest: true
        )
        if text.isEmpty {
            execution = ExecutionFacts(
                executionID: "e",
                status: "timeout",
                executedAt: Instant(microseconds: 0),
                responseTimeMS: .max,
                retryAttempt: 0
            )
        }
        return AlertEpisode(
            alertID: 1,
            jobID: "j",
            fingerprint: 7,
            alertname: "JobFailed",
            severity: .error,
            state: .firing,
            labels: [:],
            annotations: text.isEmpty
                ? [:] : ["summary": RenderedText([.markup("<!here> "), .text(text)]), text: RenderedText([])],
            matches: 1,
            activeSince: Instant(microseconds: 0),
            runID: nil,
            failedRuns: 0,
            execution: value == nil ? execution : nil,
            job: JobFacts(
                jobID: text,
                name: text,
                lastSuccessAt: text.isEmpty ? nil : Instant(microseconds: 5),
                firstSeenAt: Instant(microseconds: -62_135_596_800_000_000),
                consecutiveFailures: 2,
                consecutiveFailedRuns: 1,
                p50MS: text.isEmpty ? nil : 10,
                p95MS: 20
            ),
            value: value,
            clearedAt: text.isEmpty ? nil : Instant(microseconds: 9),
            isFlapping: !text.isEmpty
        )
    }

    @Test(arguments: texts) func whatIsWrittenIsReadBack(_ text: String) throws {
        let document = AlertDocument(Self.alert(text))
        #expect(AlertDocument(json: document.json) == document)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(document.json)) }
    }

    @Test(arguments: [0, -0.5, 1e-9, 0.1, 1.0 / 3, 123_456_789_012, 1e300])
    func aNumberKeepsEveryDigit(_ value: Double) throws {
        let document = AlertDocument(Self.alert("x", value: value))
        #expect(AlertDocument(json: document.json)?.value == value)
        let read = try JSONSerialization.jsonObject(with: Data(document.json)) as? [String: Any]
        #expect(read?["value"] as? Double == value)
    }

    @Test(arguments: [Double.nan, .infinity]) func whatIsNoNumberIsNotKept(_ value: Double) {
        #expect(AlertDocument(json: AlertDocument(Self.alert("x", value: value)).json)?.value == nil)
    }

    @Test func documentsOfEarlierVersionsAreRead() throws {
        // As Foundation's encoder wrote them, and jsonb gives them back: keys in another order, spaces, escaped slashes.
        let json = #"""
            {"job": {"name": "Sales", "jobID": "j1", "p95MS": 20, "firstSeenAt": 1, "consecutiveFailures": 2,
             "consecutiveFailedRuns": 1, "p50MS": null}, "later": [{"a": [1]}],
             "execution": {"isTest": false, "status": "failure", "executedAt": 5, "executionID": "e\/1", "responseTimeMS": 7,
             "retryAttempt": 0, "errorMessage": "caf\u00e9"},
             "annotations": {"summary": {"segments": [{"markup": {"_0": "a"}}, {"text": {"_0": "b"}}]}}}
            """#
        let document = try #require(AlertDocument(json: Array(json.utf8)))
        #expect(document.job.name == "Sales")
        #expect(document.job.p50MS == nil)
        #expect(document.execution?.executionID == "e/1")
        #expect(document.execution?.errorMessage == "café")
        #expect(document.annotations == ["summary": RenderedText([.markup("a"), .text("b")])])
        #expect(!document.isFlapping)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"job":{}}"#, #"{"job":{"jobID":"j","name":"n","firstSeenAt":"x"}}"#,
        #"{"job":{"jobID":"j","name":"n","firstSeenAt":1},"execution":{}}"#,
        #"{"job":{"jobID":"j","name":"n","firstSeenAt":1}} x"#,
    ])
    func whatIsNoSuchDocumentIsRefused(_ json: String) {
        #expect(AlertDocument(json: Array(json.utf8)) == nil)
    }

    @Test(arguments: texts) func textsByNameAreReadBack(_ text: String) throws {
        let texts = [text: text, "other": "x"]
        #expect(TextsDocument.texts(json: TextsDocument.json(texts)) == texts)
        #expect(try JSONDecoder().decode([String: String].self, from: Data(TextsDocument.json(texts))) == texts)
    }

    @Test(arguments: ["[]", #"{"a":1}"#, #"{"a":"b""#]) func whatAreNoTextsIsRefused(_ json: String) {
        #expect(TextsDocument.texts(json: Array(json.utf8)) == nil)
    }
}
