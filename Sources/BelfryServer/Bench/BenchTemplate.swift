/// A whole request as bytes, in which the fields that differ between executions are overwritten in place.
struct BenchTemplate {
    /// A field that is overwritten.
    enum Slot: Int, CaseIterable {
        case signature, jobID, jobNumber, sequence, executedAt, responseTime, nextRetryAt
    }

    /// The request with the last execution's values.
    private(set) var bytes: [UInt8] = []
    /// Where the body begins.
    let bodyStart: Int
    private var offsets = [Int?](repeating: nil, count: Slot.allCases.count)

    /// A request for one kind of execution.
    init(kind: BenchSample.Kind, runID: String, target: BenchTarget) {
        var body: [UInt8] = []
        var bodyOffsets: [(slot: Slot, offset: Int)] = []
        for piece in Self.pieces(kind: kind, runID: runID) {
            switch piece {
            case .text(let text):
                body += text.utf8
            case .slot(let slot, let width):
                bodyOffsets.append((slot, body.count))
                body += repeatElement(UInt8(ascii: "0"), count: width)
            }
        }
        var head = "POST \(target.path) HTTP/1.1\r\nHost: \(target.hostHeader)\r\n"
        head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\nx-a1cron-signature: "
        offsets[Slot.signature.rawValue] = head.utf8.count
        head += String(repeating: "0", count: Self.signatureDigits) + "\r\n\r\n"
        bytes = Array(head.utf8) + body
        bodyStart = head.utf8.count
        for (slot, offset) in bodyOffsets { offsets[slot.rawValue] = bodyStart + offset }
    }

    /// Overwrites a field with bytes made by `fill`, which gets the rest of the request from the field on; skips a field
    /// that this kind of execution does not have.
    mutating func overwrite(_ slot: Slot, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        guard let offset = offsets[slot.rawValue] else { return }
        bytes.withUnsafeMutableBufferPointer { fill(UnsafeMutableBufferPointer(rebasing: $0[offset...])) }
    }

    static let signatureDigits = 64

    /// The signature as it stands in the request.
    var signature: String {
        let start = offsets[Slot.signature.rawValue] ?? 0
        return String(decoding: bytes[start..<start + Self.signatureDigits], as: UTF8.self)
    }

    private enum Piece {
        case text(String)
        case slot(Slot, width: Int)
    }

    /// The documented samples, a little longer.
    ///
    /// What `JSON.stringify(JSON.parse(body))` makes of them is the same text, so that servers that check the signature
    /// over the parsed body accept them as well.
    private static func pieces(kind: BenchSample.Kind, runID: String) -> [Piece] {
        let isSuccess = kind == .success || kind == .slowSuccess
        let body =
            isSuccess
            ? #"{\"message\": \"Report generated successfully\", \"report_id\": \"rpt_98765\", \"rows\": 1024}"#
            : #"{\"error\": \"Database connection failed\"}"#
        let start: [Piece] = [
            .text(#"{"cron_job_id":""#), .slot(.jobID, width: 36),
            .text(#"","cron_job_name":"\#(BenchJobName.prefix)"#), .slot(.jobNumber, width: BenchJobName.digits),
            .text(#"","execution_id":"\#(BenchExecutionID.prefix(runID: runID))"#),
            .slot(.sequence, width: BenchExecutionID.sequenceDigits),
            .text(#"","status":"\#(isSuccess ? "success" : "failure")","executed_at":""#),
            .slot(.executedAt, width: BenchTimestamp.width),
            .text(#"","response_code":\#(isSuccess ? 200 : 500),"response_time_ms":"#),
            .slot(.responseTime, width: kind == .slowSuccess ? 4 : 3),
            .text(#","response_body":"\#(body)","error_message":"#),
            .text(isSuccess ? "null" : #""Endpoint returned status code 500""#),
            .text(#","retry_attempt":0,"next_retry_at":"#),
        ]
        guard kind == .retryingFailure else { return start + [.text("null}")] }
        return start + [.text(#"""#), .slot(.nextRetryAt, width: BenchTimestamp.width), .text(#""}"#)]
    }
}
