import BelfryServer
import NIOCore
import Testing

@Suite struct BenchResponseScannerTests {
    private let accepted =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-LENGTH: 17\r\n\r\n{\"received\":true}"

    @Test func findsTheStatusAndTheEndOfTwoResponses() throws {
        var buffer = ByteBuffer(string: accepted + "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
        var statuses: [Int?] = []
        for _ in 0..<3 { statuses.append(try BenchResponseScanner().next(in: &buffer)) }
        #expect(statuses == [200, 503, nil])
        #expect(buffer.readableBytes == 0)
    }

    @Test func waitsForEveryByte() throws {
        for length in 0..<accepted.utf8.count {
            var buffer = ByteBuffer(bytes: accepted.utf8.prefix(length))
            let status = try BenchResponseScanner().next(in: &buffer)
            #expect(status == nil)
        }
    }

    @Test func knowsResponsesWithoutABody() throws {
        var buffer = ByteBuffer(string: "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n")
        let status = try BenchResponseScanner().next(in: &buffer)
        #expect(status == 204)
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", BenchResponseScanner.Problem.malformed),
        ("HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n", .malformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .withoutLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", .tooLong),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 20_000), .tooLong),
    ])
    func refusesWhatItCannotRead(text: String, problem: BenchResponseScanner.Problem) {
        var buffer = ByteBuffer(string: text)
        do throws(BenchResponseScanner.Problem) {
            let status = try BenchResponseScanner().next(in: &buffer)
            Issue.record("read as \(String(describing: status))")
        } catch {
            #expect(error == problem)
        }
    }
}
