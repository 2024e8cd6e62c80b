import BelfryServer
import Testing

@Suite struct BenchTargetTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080/webhooks/cron", "127.0.0.1", 8080, "/webhooks/cron", "127.0.0.1:8080"),
        ("http://belfry.example", "belfry.example", 80, "/", "belfry.example:80"),
        ("http://[::1]:9/x?y=z", "::1", 9, "/x?y=z", "[::1]:9"),
        ("http://[::1]/", "::1", 80, "/", "[::1]:80"),
    ])
    func readsAnAddress(url: String, host: String, port: Int, path: String, header: String) throws {
        let target = try #require(BenchTarget(url: url))
        #expect(target.host == host)
        #expect(target.port == port)
        #expect(target.path == path)
        #expect(target.hostHeader == header)
    }

    @Test(arguments: [
        "https://a/", "http://", "http://:80/", "http://a:0/", "http://a:x/", "a:80", "http://a/\r\nX: y",
    ])
    func refusesOthers(url: String) {
        #expect(BenchTarget(url: url) == nil)
    }
}
