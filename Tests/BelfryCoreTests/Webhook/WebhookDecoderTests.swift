import BelfryCore
import Testing

struct WebhookDecoderTests {
    private static let executedAt = Instant(seconds: 1_706_191_200)

    @Test func decodesTheDocumentedSuccess() throws {
        let expected = Execution(
            jobID: "550e8400-e29b-41d4-a716-446655440000",
            jobName: "Daily Sales Report",
            executionID: "exe_123456789",
            status: .success,
            executedAt: Self.executedAt,
            responseCode: 200,
            responseTimeMS: 245,
            responseBody: #"{"message": "Report generated successfully", "report_id": "rpt_98765"}"#
        )
        #expect(try WebhookSamples.decode(WebhookSamples.success.utf8) == expected)
    }

    @Test func decodesTheDocumentedFailure() throws {
        let expected = Execution(
            jobID: "550e8400-e29b-41d4-a716-446655440000",
            jobName: "Daily Sales Report",
            executionID: "exe_987654321",
            status: .failure,
            executedAt: Self.executedAt,
            responseCode: 500,
            responseTimeMS: 1245,
            responseBody: #"{"error": "Database connection failed"}"#,
            errorMessage: "Endpoint returned status code 500",
            retryAttempt: 1,
            nextRetryAt: Self.executedAt + .minutes(5)
        )
        #expect(try WebhookSamples.decode(WebhookSamples.failure.utf8) == expected)
    }

    @Test func decodesTheDocumentedTimeout() throws {
        let expected = Execution(
            jobID: "550e8400-e29b-41d4-a716-446655440000",
            jobName: "Daily Sales Report",
            executionID: "exe_456789123",
            status: .timeout,
            executedAt: Self.executedAt,
            responseTimeMS: 30_000,
            errorMessage: "Request timed out after 30 seconds",
            retryAttempt: 2,
            nextRetryAt: Self.executedAt + .minutes(10)
        )
        #expect(try WebhookSamples.decode(WebhookSamples.timeout.utf8) == expected)
    }

    @Test func takesFieldsInAnyOrderAndSkipsUnknownOnes() throws {
        let body = #"""
             { "next_retry_at" : null ,"x":[{"status":"success"},1.5e-3,"\ud800",true,[],{}], "retry_attempt":3,
               "execution_id":"e", "Status":"success", "status":"error","response_time_ms":1,"cron_job_id":"j",
               "executed_at":"2024-01-25T14:00:00Z","cron_job_name":"n","x":0 }
            """#
        let execution = try WebhookSamples.decode(body.utf8)
        #expect(execution.status == .error)
        #expect(execution.retryAttempt == 3)
        #expect(execution.jobID == "j")
    }

    @Test func takesAbsentNullableFieldsAsNull() throws {
        let body = WebhookSamples.body([
            "response_code": "", "response_body": "", "error_message": "", "next_retry_at": "",
        ])
        let execution = try WebhookSamples.decode(body.utf8)
        #expect(execution.responseCode == nil)
        #expect(execution.responseBody == nil)
        #expect(execution.errorMessage == nil)
        #expect(execution.nextRetryAt == nil)
    }

    @Test(arguments: [
        ("1245", 1_245), ("0", 0), ("-0", 0), ("-0.0e5", 0), ("1.0", 1), ("1e3", 1_000), ("1E+3", 1_000), ("1.5e1", 15),
        ("1500e-2", 15), ("0.000001e6", 1), ("120.00", 120), ("1000000000000", 1_000_000_000_000),
        ("1000000000000.00000000000000000000000000", 1_000_000_000_000), ("0e999999999999999999999", 0),
        ("1" + String(repeating: "0", count: 400) + "e-400", 1),
    ])
    func takesExactIntegersHoweverTheyAreSpelt(number: String, value: Int64) throws {
        let body = WebhookSamples.body(["response_time_ms": number])
        #expect(try WebhookSamples.decode(body.utf8).responseTimeMS == value)
    }

    @Test(arguments: [
        (#""success""#, ExecutionStatus.success), (#""failure""#, .failure), (#""error""#, .error),
        (#""timeout""#, .timeout),
        (#""skipped_by_owner""#, .other("skipped_by_owner")), (#""\u0065rror""#, .error),
    ])
    func takesDocumentedAndUnknownStatuses(json: String, status: ExecutionStatus) throws {
        #expect(try WebhookSamples.decode(WebhookSamples.body(["status": json]).utf8).status == status)
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u00e9 é \uD83D\uDE00 😀""#, "é é 😀 😀"),
        (#""a\u0000b""#, "a\u{FFFD}b"), (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"),
        (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\n""#, "\u{FFFD}\n"),
        (#""""#, ""),
    ])
    func storesFreeTextWithWhatPostgreSQLCannotHoldReplaced(json: String, text: String) throws {
        let execution = try WebhookSamples.decode(
            WebhookSamples.body(["response_body": json, "error_message": json]).utf8
        )
        #expect(execution.responseBody.map { Array($0.utf8) } == Array(text.utf8))
        #expect(execution.errorMessage.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func takesTextsUpToTheirLimit() throws {
        let body = WebhookSamples.body([
            "cron_job_id": "\"\(String(repeating: "j", count: 128))\"",
            "execution_id": "\"\(String(repeating: "é", count: 128))\"",
            "cron_job_name": "\"\(String(repeating: #"\u0041"#, count: 512))\"",
        ])
        let execution = try WebhookSamples.decode(body.utf8)
        #expect(execution.jobID.utf8.count == 128)
        #expect(execution.executionID.utf8.count == 256)
        #expect(execution.jobName == String(repeating: "A", count: 512))
    }

    @Test func takesANameWithControlCharactersOrWithoutAny() throws {
        #expect(try WebhookSamples.decode(WebhookSamples.body(["cron_job_name": #""a\nb""#]).utf8).jobName == "a\nb")
        #expect(try WebhookSamples.decode(WebhookSamples.body(["cron_job_name": #""""#]).utf8).jobName.isEmpty)
    }

    @Test func marksTests() throws {
        #expect(try WebhookSamples.decode(WebhookSamples.body(adding: #","belfry_test":true"#).utf8).isTest)
        #expect(try !WebhookSamples.decode(WebhookSamples.body(adding: #","belfry_test":false"#).utf8).isTest)
        #expect(try !WebhookSamples.decode(WebhookSamples.body().utf8).isTest)
    }

    @Test func takesSixtyFourLevelsAndNoMore() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(throws: Never.self) {
            try WebhookSamples.decode(WebhookSamples.body(adding: ",\"x\":\(nested(63))").utf8)
        }
        let rejection = #expect(throws: WebhookRejection.self) {
            try WebhookSamples.decode(WebhookSamples.body(adding: ",\"x\":\(nested(64))").utf8)
        }
        #expect(rejection?.detail?.contains("more than 64 levels") == true)
    }
}
