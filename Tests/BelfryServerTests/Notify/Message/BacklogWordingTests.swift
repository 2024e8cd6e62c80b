import BelfryCore
import Testing

@testable import BelfryServer

/// The digest in the place of messages that were too old, and messages in their minimal form.
struct BacklogWordingTests {
    private static func message(_ count: Int64, form: MessageForm = .full) -> Message {
        var content = NotificationContent.of([.failed()])
        content.reason = .digest
        content.undelivered = UndeliveredMessages(count: count, from: Instant(seconds: 1), to: Instant(seconds: 9))
        var context = DeliveryContext.atNight()
        context.form = form
        return Message(content, context)
    }

    @Test(
        arguments: [
            (1, "DIGEST 1 message was not delivered: 1 still firing"),
            (12, "DIGEST 12 messages were not delivered: 1 still firing"),
        ] as [(Int64, String)]
    )
    func saysHowManyMessagesAndWhatStandsNow(count: Int64, headline: String) {
        let message = Self.message(count)
        #expect(message.headline == headline)
        #expect(message.items.count == 1)
        #expect(message.lead.contains(.instant(Instant(seconds: 1))))
        #expect(message.lead.contains(.instant(Instant(seconds: 9))))
    }

    @Test func theMinimalFormIsHeadlineAndOneLink() {
        var context = DeliveryContext.atNight()
        let full = Message(.of([.failed()]), context)
        context.form = .minimal
        let minimal = Message(.of([.failed()]), context)
        #expect(minimal.title == full.title)
        #expect(minimal.links == Array(full.links.prefix(1)))
        #expect(minimal.facts.isEmpty && minimal.excerpts.isEmpty && minimal.summary == nil && minimal.footer.isEmpty)
        #expect(!full.facts.isEmpty)
    }
}
