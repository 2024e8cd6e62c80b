import BelfryCore
import Testing

struct WebhookSecretTests {
    @Test func refusesAnEmptySecret() {
        #expect(WebhookSecret("") == nil)
        #expect(WebhookSecret(" ") != nil)
    }

    @Test(arguments: [
        ("belfry-test-secret", "a790fca6"),
        (String(repeating: "k", count: 100), "46242b9d"),
        ("ключ", "96ab69df"),
    ])
    func isNamedByTheFirstDigitsOfAnHMAC(text: String, id: String) throws {
        #expect(try #require(WebhookSecret(text)).id == id)
    }

    @Test func neverShowsItsKey() throws {
        let secret = try #require(WebhookSecret(WebhookSamples.secretText))
        var dumped = ""
        dump((secret, [secret]), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(text.contains(secret.id))
            #expect(!text.contains("HMAC"))
            #expect(!text.contains(WebhookSamples.secretText))
        }
    }

    @Test func equalsTheSameSecretOnly() throws {
        let secret = try #require(WebhookSecret("a"))
        #expect(secret == WebhookSecret("a"))
        #expect(secret != WebhookSecret("b"))
        #expect(Set([secret, try #require(WebhookSecret("a")), try #require(WebhookSecret("b"))]).count == 2)
    }

    @Test func signsTheSameBodyTheSameWayTwice() throws {
        let secret = try #require(WebhookSecret("It's a Secret to Everybody"))
        for _ in 0..<2 {
            #expect(
                secret.signature(of: Array("Hello, World!".utf8))
                    == "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            )
        }
    }
}
