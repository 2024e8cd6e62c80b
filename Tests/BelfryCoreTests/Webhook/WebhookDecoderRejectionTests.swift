import BelfryCore
import Testing

/// Each body is signed, so what is refused here is refused for what it says.
struct WebhookDecoderRejectionTests {
    @Test(arguments: [
        ("cron_job_id", "", #"missing field "cron_job_id""#),
        ("cron_job_id", "null", #""cron_job_id" must be a string, got null"#),
        ("cron_job_id", "7", #""cron_job_id" must be a string, got a number"#),
        ("cron_job_id", #""""#, #""cron_job_id" must not be empty"#),
        ("cron_job_id", #""a\u0000""#, #""cron_job_id" must not hold U+0000"#),
        ("cron_job_id", #""a\nb""#, #""cron_job_id" must not hold control characters"#),
        ("cron_job_id", #""a\u007f""#, #""cron_job_id" must not hold control characters"#),
        ("cron_job_id", #""a\u0085""#, #""cron_job_id" must not hold control characters"#),
        ("cron_job_id", #""\ud800""#, #""cron_job_id" must not hold unpaired surrogates"#),
        (
            "cron_job_id", "\"\(String(repeating: "j", count: 129))\"",
            #""cron_job_id" must be at most 128 bytes of UTF-8, got 129"#
        ),
        ("cron_job_name", "", #"missing field "cron_job_name""#),
        ("cron_job_name", "{}", #""cron_job_name" must be a string, got an object"#),
        ("cron_job_name", #""a\u0000""#, #""cron_job_name" must not hold U+0000"#),
        ("cron_job_name", #""\udc00\ud800""#, #""cron_job_name" must not hold unpaired surrogates"#),
        (
            "cron_job_name", "\"\(String(repeating: "é", count: 257))\"",
            #""cron_job_name" must be at most 512 bytes of UTF-8, got 514"#
        ),
        ("execution_id", "", #"missing field "execution_id""#),
        ("execution_id", #""""#, #""execution_id" must not be empty"#),
        (
            "execution_id", "\"\(String(repeating: "e", count: 257))\"",
            #""execution_id" must be at most 256 bytes of UTF-8, got 257"#
        ),
        ("status", "", #"missing field "status""#),
        ("status", "true", #""status" must be a string, got a boolean"#),
        ("status", #""Success""#, #""status" must be 1 to 32 characters of a-z and _, got "Success""#),
        ("status", #""""#, #""status" must be 1 to 32 characters of a-z and _, got """#),
        ("status", #""a\n\u001b[2J""#, #""status" must be 1 to 32 characters of a-z and _, got "a??[2J""#),
        (
            "status", "\"\(String(repeating: "s", count: 300))\"",
            "\"status\" must be 1 to 32 characters of a-z and _, got \"\(String(repeating: "s", count: 200))…\""
        ),
        ("executed_at", "", #"missing field "executed_at""#),
        ("executed_at", "1706191200", #""executed_at" must be a string, got a number"#),
        (
            "executed_at", #""yesterday""#,
            #""executed_at" must be an ISO 8601 time such as 2024-01-25T14:00:00Z, got "yesterday""#
        ),
        (
            "executed_at", #""2023-02-29T00:00:00Z""#,
            #""executed_at" must be an ISO 8601 time such as 2024-01-25T14:00:00Z, got "2023-02-29T00:00:00Z""#
        ),
        ("response_code", #""500""#, #""response_code" must be an integer or null, got a string"#),
        ("response_code", "1000", #""response_code" must be an integer from 0 to 999, got 1000"#),
        ("response_code", "-1", #""response_code" must be an integer from 0 to 999, got -1"#),
        ("response_code", "4294967796", #""response_code" must be an integer from 0 to 999, got 4294967796"#),
        ("response_time_ms", "", #"missing field "response_time_ms""#),
        ("response_time_ms", #""1245""#, #""response_time_ms" must be an integer, got a string"#),
        ("response_time_ms", "null", #""response_time_ms" must be an integer, got null"#),
        ("response_time_ms", "[1]", #""response_time_ms" must be an integer, got an array"#),
        ("response_time_ms", "1.5", #""response_time_ms" must be an integer from 0 to 1000000000000, got 1.5"#),
        ("response_time_ms", "1e-1", #""response_time_ms" must be an integer from 0 to 1000000000000, got 1e-1"#),
        (
            "response_time_ms", "1000000000001",
            #""response_time_ms" must be an integer from 0 to 1000000000000, got 1000000000001"#
        ),
        (
            "response_time_ms", "99999999999999999999",
            #""response_time_ms" must be an integer from 0 to 1000000000000, got 99999999999999999999"#
        ),
        ("response_time_ms", "1e400", #""response_time_ms" must be an integer from 0 to 1000000000000, got 1e400"#),
        (
            "response_time_ms", "1e99999999999999999999",
            #""response_time_ms" must be an integer from 0 to 1000000000000, got 1e99999999999999999999"#
        ),
        ("response_body", "1", #""response_body" must be a string or null, got a number"#),
        ("response_body", "{}", #""response_body" must be a string or null, got an object"#),
        ("error_message", "false", #""error_message" must be a string or null, got a boolean"#),
        ("retry_attempt", "", #"missing field "retry_attempt""#),
        ("retry_attempt", "null", #""retry_attempt" must be an integer, got null"#),
        ("retry_attempt", "1000001", #""retry_attempt" must be an integer from 0 to 1000000, got 1000001"#),
        ("next_retry_at", "0", #""next_retry_at" must be a string or null, got a number"#),
        (
            "next_retry_at", #""""#,
            #""next_retry_at" must be an ISO 8601 time such as 2024-01-25T14:00:00Z, got """#
        ),
    ])
    func namesTheFieldAndWhatItMustBe(field: String, json: String, detail: String) {
        expectMalformed(WebhookSamples.body([field: json]).utf8, detail: detail, field: field)
    }

    @Test(arguments: [
        (#","status":"success""#, "status"),
        (#","st\u0061tus":"success""#, "status"),
        (#","next_retry_at":null"#, "next_retry_at"),
        (#","belfry_test":true,"belfry_test":false"#, "belfry_test"),
    ])
    func refusesAFieldThatStandsTwice(more: String, field: String) {
        expectMalformed(WebhookSamples.body(adding: more).utf8, detail: "duplicate field \"\(field)\"", field: field)
    }

    @Test func refusesATestMarkThatIsNoBoolean() {
        let body = WebhookSamples.body(adding: #","belfry_test":1"#)
        expectMalformed(body.utf8, detail: #""belfry_test" must be a boolean, got a number"#, field: "belfry_test")
    }

    @Test(arguments: [
        ("", "not valid JSON: expected a value, got the end at byte 1"),
        ("[]", "the body must be an object, got an array"),
        (#""x""#, "the body must be an object, got a string"),
        ("null", "the body must be an object, got null"),
        ("\u{FEFF}{}", "not valid JSON: expected a value at byte 1"),
        ("{", "not valid JSON: expected a quoted key, got the end at byte 2"),
        ("{}", #"missing field "cron_job_id""#),
        ("{\"a\":1,}", "not valid JSON: expected a quoted key at byte 8"),
        ("{\"a\" 1}", "not valid JSON: expected \":\" at byte 6"),
        ("{\"a\":1 \"b\":2}", "not valid JSON: expected \",\" or \"}\" at byte 8"),
        ("{\"a\":[1 2]}", "not valid JSON: expected \",\" or \"]\" at byte 9"),
        ("{\"a\":[1,]}", "not valid JSON: expected a value at byte 9"),
        ("{a:1}", "not valid JSON: expected a quoted key at byte 2"),
        ("{'a':1}", "not valid JSON: expected a quoted key at byte 2"),
        ("{\"a\":tru}", "not valid JSON: expected a value at byte 6"),
        ("{\"cron_job_id\": nope}", "not valid JSON: expected a value at byte 17"),
        ("{\"a\":NaN}", "not valid JSON: expected a value at byte 6"),
        ("{\"a\":01}", "not valid JSON: expected \",\" or \"}\" at byte 7"),
        ("{\"a\":+1}", "not valid JSON: expected a value at byte 6"),
        ("{\"a\":1.}", "not valid JSON: expected a digit at byte 8"),
        ("{\"a\":.5}", "not valid JSON: expected a value at byte 6"),
        ("{\"a\":1e}", "not valid JSON: expected a digit at byte 8"),
        ("{\"a\":-}", "not valid JSON: expected a digit at byte 7"),
        ("{\"a\":\"\\x\"}", "not valid JSON: an unknown escape at byte 7"),
        ("{\"a\":\"\\u12G4\"}", "not valid JSON: \\u without four hex digits at byte 7"),
        ("{\"a\":\"\\u12", "not valid JSON: \\u without four hex digits at byte 7"),
        ("{\"a\":\"\t\"}", "not valid JSON: a control character in a string at byte 7"),
        ("{\"a\":\"\0\"}", "not valid JSON: a control character in a string at byte 7"),
        ("{\"a\":\"b", "not valid JSON: a string without an end at byte 6"),
        ("{\"a\":1}\0", "not valid JSON: something after the end at byte 8"),
        ("{\"a\":1}{}", "not valid JSON: something after the end at byte 8"),
        ("{\"a\":1/**/}", "not valid JSON: expected \",\" or \"}\" at byte 7"),
        ("{\"a\":\u{A0}1}", "not valid JSON: expected a value at byte 6"),
    ])
    func refusesWhatIsNotAnObjectOfJSON(body: String, detail: String) {
        let field = detail.hasPrefix("missing") ? "cron_job_id" : nil
        expectMalformed(body.utf8, detail: detail, field: field)
    }

    @Test(arguments: [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ])
    func refusesInvalidUTF8WhereverItStands(bytes: [UInt8]) {
        for field in ["response_body", "unknown"] {
            let body = Array("{\"\(field)\":\"".utf8) + bytes + Array("\"}".utf8)
            let start = field.utf8.count + 6
            expectMalformed(body, detail: "not valid JSON: invalid UTF-8 at byte \(start)", field: nil)
        }
    }

    private func expectMalformed(_ body: some Sequence<UInt8>, detail: String, field: String?) {
        let rejection = #expect(throws: WebhookRejection.self) { try WebhookSamples.decode(body) }
        #expect(rejection?.result == .malformed)
        #expect(rejection?.httpStatus == 400)
        #expect(rejection?.detail == detail)
        #expect(rejection?.field == field)
    }
}
