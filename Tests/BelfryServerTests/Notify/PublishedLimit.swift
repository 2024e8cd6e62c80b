import Foundation

/// A limit a vendor publishes for a place of its JSON.
struct PublishedLimit {
    /// What is counted.
    enum Measure {
        /// UTF-16 units of a text.
        case units
        /// Bytes of a text in UTF-8.
        case bytes
        /// Elements of a list.
        case elements
        /// A number itself.
        case value
    }

    /// The place, such as `embeds[].fields[].name`.
    var path: String
    var measure: Measure
    var range: ClosedRange<Int>

    init(_ path: String, _ measure: Measure, _ range: ClosedRange<Int>) {
        self.path = path
        self.measure = measure
        self.range = range
    }

    /// The values at the place.
    func values(in json: Any) -> [Any] {
        path.split(separator: ".").reduce([json]) { values, component in
            let name = component.hasSuffix("[]") ? String(component.dropLast(2)) : String(component)
            let found = values.compactMap { ($0 as? [String: Any])?[name] }
            return component.hasSuffix("[]") ? found.flatMap { $0 as? [Any] ?? [] } : found
        }
    }

    /// What does not keep to the limit, in words.
    func violations(in json: Any) -> [String] {
        values(in: json).compactMap { value in
            let size: Int? =
                switch measure {
                case .units: (value as? String)?.utf16.count
                case .bytes: (value as? String)?.utf8.count
                case .elements: (value as? [Any])?.count
                case .value: value as? Int
                }
            guard let size else { return "\(path) is \(value)" }
            return range.contains(size) ? nil : "\(path) is \(size), allowed \(range)"
        }
    }
}

extension [PublishedLimit] {
    /// What in a golden does not keep to the limits, in words.
    func violations(inGolden name: String) throws -> [String] {
        let json = try Golden.object(name)
        return flatMap { $0.violations(in: json) }
    }
}

extension Golden {
    /// The JSON of a golden file.
    static func object(_ name: String, file: String = #filePath) throws -> [String: Any] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
