import BelfryCore
import BelfryServer
import Foundation
import NIOCore
import Testing

@Suite struct BenchRequestWriterTests {
    private struct Sent {
        let head: String
        let body: [UInt8]

        var signature: String? {
            head.split(separator: "\r\n").first { $0.hasPrefix("x-a1cron-signature: ") }.map {
                String($0.dropFirst(20))
            }
        }

        var object: [String: Any]? {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
        }
    }

    private let target: BenchTarget
    private let start: Int64 = 1_706_191_200

    init() throws {
        target = try #require(BenchTarget(url: "http://127.0.0.1:8080/webhooks/cron"))
    }

    private func send(_ sample: BenchSample, of workload: BenchWorkload) throws -> Sent {
        var writer = BenchRequestWriter(workload: workload, target: target, secret: "secret")
        var buffer = ByteBuffer()
        writer.write(sample, executedAt: start, into: &buffer)
        let bytes = Array(buffer.readableBytesView)
        let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
        return Sent(
            head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self),
            body: Array(bytes[end.upperBound...])
        )
    }

    /// Workloads that make executions of one kind only.
    private func workload(_ kind: BenchSample.Kind) -> BenchWorkload {
        var workload = BenchWorkload(runID: "run-1")
        switch kind {
        case .success: break
        case .slowSuccess: workload.slowFraction = 1
        case .retryingFailure: workload.retryingFailures = 1
        case .finalFailure: workload.failures = 1
        }
        return workload
    }

    @Test(arguments: BenchSample.Kind.allCases)
    func signsTheBodyItSends(kind: BenchSample.Kind) throws {
        let workload = workload(kind)
        let sent = try send(workload.sample(7), of: workload)
        let secret = try #require(WebhookSecret("secret"))
        #expect(sent.signature == secret.signature(of: sent.body))
        #expect(sent.head.contains("\r\nContent-Length: \(sent.body.count)\r\n"))
        #expect(sent.head.hasPrefix("POST /webhooks/cron HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"))
        #expect((370...500).contains(sent.body.count))
    }

    @Test func reportsASuccess() throws {
        let workload = workload(.success)
        let object = try #require(try send(workload.sample(42), of: workload).object)
        #expect(object["execution_id"] as? String == "exe_run-1_0000000042")
        #expect(object["status"] as? String == "success")
        #expect(object["executed_at"] as? String == "2024-01-25T14:00:00Z")
        #expect(object["response_code"] as? Int == 200)
        #expect(object["next_retry_at"] is NSNull)
        #expect((object["cron_job_name"] as? String)?.hasPrefix("bench-job-") == true)
        #expect(UUID(uuidString: object["cron_job_id"] as? String ?? "") != nil)
    }

    @Test func reportsAFailureThatPromisesARetry() throws {
        let workload = workload(.retryingFailure)
        let object = try #require(try send(workload.sample(1), of: workload).object)
        #expect(object["status"] as? String == "failure")
        #expect(object["next_retry_at"] as? String == "2024-01-25T14:05:00Z")
    }

    @Test func reportsAFinalFailure() throws {
        let workload = workload(.finalFailure)
        let object = try #require(try send(workload.sample(1), of: workload).object)
        #expect(object["status"] as? String == "failure")
        #expect(object["next_retry_at"] is NSNull)
        #expect(object["error_message"] as? String == "Endpoint returned status code 500")
    }

    @Test func makesTheSameBytesAgain() throws {
        var workload = BenchWorkload(runID: "run-1")
        workload.failures = 0.3
        workload.retryingFailures = 0.3
        workload.slowFraction = 0.5
        var writer = BenchRequestWriter(workload: workload, target: target, secret: "secret")
        var first = ByteBuffer()
        writer.write(workload.sample(3), executedAt: start, into: &first)
        for sequence in 4..<100 {
            var other = ByteBuffer()
            writer.write(workload.sample(UInt64(sequence)), executedAt: start + 9, into: &other)
            #expect(other != first)
        }
        var again = ByteBuffer()
        writer.write(workload.sample(3), executedAt: start, into: &again)
        #expect(again == first)
    }
}
