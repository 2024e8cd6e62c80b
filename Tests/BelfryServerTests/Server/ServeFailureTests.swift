import NIOCore
import Testing

@testable import BelfryServer

#if canImport(Glibc)
import Glibc
#endif

struct ServeFailureTests {
    @Test(arguments: [
        (EADDRINUSE, "127.0.0.1:8080 is in use by another program"), (EACCES, "127.0.0.1:8080 may not be listened on"),
        (EADDRNOTAVAIL, "127.0.0.1:8080 is no address of this machine"),
    ])
    func anAddressThatCannotBeTakenIsNamed(_ code: CInt, _ beginning: String) {
        let error = IOError(errnoCode: code, reason: "bind")
        let text = ServeFailure.explanation(of: error, addresses: ["127.0.0.1:8080"])
        #expect(text.hasPrefix(beginning))
        #expect(!text.contains("errno"))
    }

    @Test func anyOtherErrorSpeaksForItself() {
        struct Other: Error, CustomStringConvertible { let description = "something else" }
        #expect(ServeFailure.explanation(of: Other(), addresses: ["a:1"]) == "something else")
    }
}
