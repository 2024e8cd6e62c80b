import Foundation
import Testing

@testable import BelfryServer

/// What is told arrives, and what the environment says is understood as libsystemd does.
struct ServiceManagerTests {
    @Test(arguments: [false, true]) func whatIsToldArrivesInOneDatagram(isAbstract: Bool) throws {
        let socket = try NotifySocket(isAbstract: isAbstract)
        let manager = try #require(try ServiceManager(environment: ["NOTIFY_SOCKET": socket.name]))
        #expect(manager.tell(.ready, .status("serving\nall")))
        #expect(manager.tell(.watchdog))
        #expect(socket.received() == ["READY=1\nSTATUS=serving all", "WATCHDOG=1"])
    }

    @Test func aStatusIsToldOnceUntilItChanges() throws {
        let socket = try NotifySocket(isAbstract: false)
        let manager = try #require(try ServiceManager(environment: ["NOTIFY_SOCKET": socket.name]))
        for status in ["a", "a", "b", "a"] { manager.tell(status: status) }
        #expect(socket.received() == ["STATUS=a", "STATUS=b", "STATUS=a"])
    }

    @Test func aReloadSaysWhenItBegan() throws {
        let socket = try NotifySocket(isAbstract: false)
        let manager = try #require(try ServiceManager(environment: ["NOTIFY_SOCKET": socket.name]))
        manager.tell(.reloading)
        let lines = try #require(socket.received().first).split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let time = try #require(lines.last?.split(separator: "=").last.flatMap { Int64($0) })
        #expect(time > 0)
    }

    @Test func withoutASocketThereIsNobodyToTell() throws {
        #expect(try ServiceManager(environment: [:]) == nil)
        #expect(try ServiceManager(environment: ["NOTIFY_SOCKET": "", "WATCHDOG_USEC": "5"]) == nil)
    }

    @Test(arguments: ["relative", "@", "/", "vsock:2:1234", "/" + String(repeating: "x", count: 107)])
    func anAddressThatIsNoneIsRefused(text: String) {
        let error = #expect(throws: ServiceManager.InvalidAddress.self) {
            _ = try ServiceManager(environment: ["NOTIFY_SOCKET": text])
        }
        #expect("\(error, default: "")".hasPrefix("NOTIFY_SOCKET=\(text) "))
    }

    @Test func aManagerThatIsGoneIsNoFailure() throws {
        let manager = try #require(try ServiceManager(environment: ["NOTIFY_SOCKET": "/tmp/belfry-no-such-socket"]))
        #expect(!manager.tell(.ready))
    }

    @Test(
        arguments: [
            (["WATCHDOG_USEC": "60000000"], Duration.seconds(60)),
            (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "4711"], .seconds(60)),
            (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "4712"], nil),
            (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
        ] as [([String: String], Duration?)]
    )
    func theWatchdogIsForTheProcessItNames(environment: [String: String], period: Duration?) throws {
        let named = environment.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }
        #expect(try ServiceManager(environment: named, processID: 4711)?.watchdog == period)
    }
}
