import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

/// Secrets that change while the server runs.
struct WebhookSecretsTests {
    private static let first = "the first secret of all"
    private static let second = "the second secret of all"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The secrets of a configuration whose file holds the first one.
    private func secrets(_ change: (inout Configuration) -> Void = { _ in }) throws -> (WebhookSecrets, file: String) {
        let file = try folder.write("\(Self.first)\n", to: "webhook_secret")
        var configuration = Configuration()
        configuration.dataFolder = DataFolder(path: folder.path)
        change(&configuration)
        let secret = try #require(WebhookSecret(Self.first))
        let metrics = BelfryMetrics(version: "test")
        return (WebhookSecrets([secret], configuration: configuration, metrics: metrics), file)
    }

    private func isAccepted(_ secret: String, by secrets: WebhookSecrets) throws -> Bool {
        let body = Array("{}".utf8)
        let raw = RawWebhook(
            path: "/webhooks/cron",
            contentType: nil,
            contentEncoding: nil,
            signatures: [try #require(WebhookSecret(secret)).signature(of: body)],
            peer: nil,
            forwardedFor: [],
            body: body
        )
        return (try? secrets.verifier.verify(raw)) != nil
    }

    @Test func anAddedSecretIsInForceAndOnDiskBesideTheFirst() throws {
        let (secrets, file) = try secrets()
        #expect(try !isAccepted(Self.second, by: secrets))
        #expect(try secrets.add(Self.second).isNew)
        #expect(try isAccepted(Self.first, by: secrets))
        #expect(try isAccepted(Self.second, by: secrets))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(Self.first)\n\(Self.second)\n")
        #expect(try !secrets.add(Self.second).isNew)
        #expect(secrets.ids.count == 2)
    }

    @Test func aRemovedSecretIsRefusedAndTheLastOneStays() throws {
        let (secrets, file) = try secrets()
        let second = try secrets.add(Self.second).secret
        try secrets.remove(try #require(WebhookSecret(Self.first)).id)
        #expect(try !isAccepted(Self.first, by: secrets))
        #expect(throws: WebhookSecretRefusal.last(id: second.id)) { try secrets.remove(second.id) }
        #expect(throws: WebhookSecretRefusal.unknown(id: "00000000")) { try secrets.remove("00000000") }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(Self.second)\n")
    }

    @Test func theFileKeepsItsPermissions() throws {
        let (secrets, file) = try secrets()
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        _ = try secrets.add(Self.second)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o640)
    }

    @Test func aReloadTakesWhatTheFileHoldsAndKeepsTheOldWhereThatIsNothing() throws {
        let (secrets, _) = try secrets()
        try folder.write("\(Self.second)\n", to: "webhook_secret")
        try secrets.reload()
        #expect(try isAccepted(Self.second, by: secrets))
        #expect(try !isAccepted(Self.first, by: secrets))
        try folder.write("\n", to: "webhook_secret")
        #expect(throws: DataFolderError.self) { try secrets.reload() }
        #expect(try isAccepted(Self.second, by: secrets))
    }

    @Test(arguments: ["", " padded secret", "two\nlines", String(repeating: "x", count: 1_025)])
    func whatCanBeNoSecretIsRefused(text: String) throws {
        let (secrets, _) = try secrets()
        #expect(throws: WebhookSecretRefusal.self) { try secrets.add(text) }
        #expect(secrets.ids.count == 1)
    }

    @Test func secretsOfTheConfigurationAreToBeEditedThere() throws {
        let (secrets, _) = try secrets { configuration in
            configuration.file = "/etc/belfry/belfry.yaml"
            configuration.webhook.secrets = [WebhookSecret(Self.first)].compactMap { $0 }
        }
        let error = #expect(throws: WebhookSecretRefusal.self) { try secrets.add(Self.second) }
        #expect(error?.description.contains("edit /etc/belfry/belfry.yaml") == true)
        try secrets.reload()
        #expect(try isAccepted(Self.first, by: secrets))
    }

    @Test func replicasWithOneDatabaseEditTheirOwnFilesAndReload() throws {
        let (secrets, file) = try secrets { configuration in
            configuration.database.url = Secret("postgresql:///belfry")
            configuration.webhook.secretsFile = "\(configuration.dataFolder.path)/webhook_secret"
        }
        let error = #expect(throws: WebhookSecretRefusal.self) { try secrets.add(Self.second) }
        #expect(error?.description.contains("edit \(file) (one secret a line) on each of them") == true)
        try folder.write("\(Self.first)\n\(Self.second)\n", to: "webhook_secret")
        try secrets.reload()
        #expect(try isAccepted(Self.second, by: secrets))
    }

    @Test func ownWebhooksAreSignedWithTheNewestOfSeveral() throws {
        let (secrets, file) = try secrets()
        _ = try secrets.add(Self.second)
        let newest = try #require(try SigningSecret.newest(ofFile: file))
        #expect(newest.text == Self.second)
        #expect(try isAccepted(newest.text, by: secrets))
        var configuration = Configuration()
        configuration.dataFolder = DataFolder(path: folder.path)
        #expect(try SigningSecret.newest(of: configuration)?.id == WebhookSecret(Self.second)?.id)
        configuration.webhook.secrets = [Self.second, Self.first].compactMap { WebhookSecret($0) }
        #expect(try SigningSecret.newest(of: configuration)?.id == WebhookSecret(Self.first)?.id)
        configuration.webhook.secrets = []
        configuration.dataFolder = DataFolder(path: folder.path + "/elsewhere")
        #expect(try SigningSecret.newest(of: configuration) == nil)
    }
}
