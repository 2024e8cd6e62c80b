import Foundation
import Testing

/// Files that hold what code should produce; `UPDATE_GOLDEN=1` writes them anew.
enum Golden {
    /// Fails the test where the text is not the content of the file in `Goldens/` beside the tests.
    static func expect(_ text: String, isGolden name: String, file: String = #filePath) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
        let golden = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: golden)
        }
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == text,
            "\(name) differs: look at it, then UPDATE_GOLDEN=1"
        )
    }

    /// JSON with one member a line, for eyes and diffs.
    static func pretty(_ json: [UInt8]) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(json))
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try JSONSerialization.data(withJSONObject: object, options: options), as: UTF8.self)
            + "\n"
    }
}
