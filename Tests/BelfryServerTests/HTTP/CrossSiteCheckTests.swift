import BelfryServer
import Testing

struct CrossSiteCheckTests {
    private func isRefused(
        _ method: String = "POST",
        host: String = "127.0.0.1:8080",
        origin: String? = nil,
        fetchSite: String? = nil,
        externalURL: String? = nil
    ) -> Bool {
        let request = AccessRequest(
            method: method,
            path: "/-/reload",
            authorization: nil,
            host: host,
            origin: origin,
            fetchSite: fetchSite,
            peer: nil
        )
        return CrossSiteCheck(externalURL: externalURL).refusal(of: request) != nil
    }

    @Test(arguments: [
        ("POST", "https://evil.example", true), ("DELETE", "null", true), ("POST", "http://127.0.0.1:9000", true),
        ("POST", "http://127.0.0.1:8080", false), ("GET", "https://evil.example", false), ("POST", nil, false),
        ("PUT", "127.0.0.1:8080", true), ("POST", "", true),
    ])
    func aPageOfAnotherSiteChangesNothing(method: String, origin: String?, refused: Bool) {
        #expect(isRefused(method, origin: origin) == refused)
    }

    @Test(arguments: [("same-origin", false), ("none", false), ("same-site", true), ("cross-site", true), ("", true)])
    func theBrowsersOwnWordCounts(site: String, refused: Bool) {
        #expect(isRefused(origin: "https://belfry.example", fetchSite: site) == refused)
        #expect(!isRefused("GET", fetchSite: site))
    }

    @Test(arguments: [
        ("https://belfry.example", false), ("HTTPS://Belfry.example", false), ("http://belfry.example", true),
        ("https://belfry.example.evil", true), ("https://belfry.example:8443", true),
    ])
    func theExternalAddressIsThisSiteWhateverHostAProxyPassesOn(origin: String, refused: Bool) {
        #expect(isRefused(origin: origin, externalURL: "https://belfry.example/alerts") == refused)
    }
}
