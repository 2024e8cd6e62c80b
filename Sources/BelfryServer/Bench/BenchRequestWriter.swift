import Crypto
import Foundation
public import NIOCore

/// Makes signed webhook requests at about a microsecond each: the bytes of a template are overwritten and signed.
public struct BenchRequestWriter: Sendable {
    private let workload: BenchWorkload
    /// The state after the key, copied for every request: half the price of starting from the key.
    private let keyed: HMAC<SHA256>
    private var templates: [BenchTemplate]
    private var executedAt = BenchTimestamp()
    private var nextRetryAt = BenchTimestamp()

    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let retryDelay: Int64 = 300

    /// A writer of one run's requests to one address; the key of the signature is the UTF-8 of `secret`.
    public init(workload: BenchWorkload, target: BenchTarget, secret: String) {
        self.workload = workload
        keyed = HMAC(key: SymmetricKey(data: Array(secret.utf8)))
        templates = BenchSample.Kind.allCases.map {
            BenchTemplate(kind: $0, runID: workload.runID, target: target)
        }
    }

    /// Appends the whole request for a sample, executed at a second of the Unix epoch.
    ///
    /// The same arguments make the same bytes.
    public mutating func write(_ sample: BenchSample, executedAt second: Int64, into buffer: inout ByteBuffer) {
        buffer.writeBytes(templates[fill(sample, executedAt: second)].bytes)
    }

    /// The body of that request and its signature.
    public mutating func body(
        _ sample: BenchSample,
        executedAt second: Int64
    ) -> (bytes: [UInt8], signature: String) {
        let template = templates[fill(sample, executedAt: second)]
        return (Array(template.bytes[template.bodyStart...]), template.signature)
    }

    /// Makes a template the request for a sample; returns which.
    private mutating func fill(_ sample: BenchSample, executedAt second: Int64) -> Int {
        executedAt.move(to: second)
        nextRetryAt.move(to: second + Self.retryDelay)
        let (executed, retry) = (executedAt.bytes, nextRetryAt.bytes)
        let template =
            switch sample.kind {
            case .success: 0
            case .slowSuccess: 1
            case .retryingFailure: 2
            case .finalFailure: 3
            }
        let jobID = workload.jobID(of: sample.job)
        templates[template].overwrite(.jobID) { Self.write(uuid: jobID, to: $0) }
        templates[template].overwrite(.jobNumber) {
            Self.write(sample.job % BenchJobName.count, digits: BenchJobName.digits, to: $0)
        }
        templates[template].overwrite(.sequence) {
            Self.write(sample.sequence, digits: BenchExecutionID.sequenceDigits, to: $0)
        }
        templates[template].overwrite(.executedAt) { Self.write(executed, to: $0) }
        templates[template].overwrite(.responseTime) {
            Self.write(UInt64(sample.responseTimeMS), digits: sample.kind == .slowSuccess ? 4 : 3, to: $0)
        }
        templates[template].overwrite(.nextRetryAt) { Self.write(retry, to: $0) }
        sign(&templates[template])
        return template
    }

    private func sign(_ template: inout BenchTemplate) {
        var state = keyed
        template.bytes.withUnsafeBytes {
            state.update(data: UnsafeRawBufferPointer(rebasing: $0[template.bodyStart...]))
        }
        let code = state.finalize()
        template.overwrite(.signature) { field in
            code.withUnsafeBytes { code in
                for (index, byte) in code.enumerated() {
                    field[2 * index] = Self.hexadecimal[Int(byte >> 4)]
                    field[2 * index + 1] = Self.hexadecimal[Int(byte & 15)]
                }
            }
        }
    }

    private static func write(_ bytes: [UInt8], to field: UnsafeMutableBufferPointer<UInt8>) {
        for (index, byte) in bytes.enumerated() { field[index] = byte }
    }

    private static func write(_ number: UInt64, digits: Int, to field: UnsafeMutableBufferPointer<UInt8>) {
        var rest = number
        for index in (0..<digits).reversed() {
            field[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Writes 128 bits in the form of a random UUID, `xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx`.
    private static func write(
        uuid: (high: UInt64, low: UInt64),
        to field: UnsafeMutableBufferPointer<UInt8>
    ) {
        var index = 0
        for position in 0..<36 {
            switch position {
            case 8, 13, 18, 23:
                field[position] = UInt8(ascii: "-")
                continue
            case 14: field[position] = UInt8(ascii: "4")
            case 19: field[position] = UInt8(ascii: "8")
            default:
                let half = index < 16 ? uuid.high : uuid.low
                field[position] = hexadecimal[Int(half >> UInt64(60 - index % 16 * 4) & 15)]
            }
            index += 1
        }
    }
}
