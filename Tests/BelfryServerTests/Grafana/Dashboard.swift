import Foundation
import Testing

/// What the tests look at in a dashboard of `grafana/dashboards`.
struct Dashboard: Decodable, CustomTestStringConvertible {
    struct DataSource: Decodable, Hashable {
        var type: String
        var uid: String
    }

    struct Target: Decodable {
        var refId: String
        var datasource: DataSource?
        var rawSql: String?
        var format: String?
        var expr: String?
    }

    struct Panel: Decodable {
        struct Position: Decodable {
            var h: Int
            var w: Int
            var x: Int
            var y: Int
        }

        struct Fields: Decodable {
            struct Defaults: Decodable {
                var unit: String?
            }
            var defaults: Defaults
        }

        var id: Int
        var type: String
        var title: String
        var description: String?
        var gridPos: Position
        var datasource: DataSource
        var targets: [Target]
        var fieldConfig: Fields
    }

    struct Variable: Decodable {
        var name: String
        var type: String
        var query: String
    }

    struct Variables: Decodable {
        var list: [Variable]
    }

    struct Annotation: Decodable {
        var name: String
        var builtIn: Int?
        var datasource: DataSource
        var target: Target?
        var expr: String?
    }

    struct Annotations: Decodable {
        var list: [Annotation]
    }

    struct Link: Decodable {
        var type: String
        var tags: [String]?
        var url: String?
    }

    var uid: String
    var title: String
    var id: Int?
    var schemaVersion: Int
    var tags: [String]
    var panels: [Panel]
    var templating: Variables
    var annotations: Annotations
    var links: [Link]

    var testDescription: String { uid }

    /// All dashboards that are shipped, by file name.
    static let all: [Dashboard] = names.compactMap { name in
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
        return try? JSONDecoder().decode(Dashboard.self, from: data)
    }

    /// Their files.
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    private static let folder = ProjectFolder.root.appending(path: "grafana/dashboards")

    /// The SQL of its panels, annotations and variables, with what each is of and the columns a time series needs.
    var sql: [(origin: String, text: String, isTimeSeries: Bool)] {
        var found: [(String, String, Bool)] = []
        for panel in panels {
            for target in panel.targets {
                guard let text = target.rawSql else { continue }
                found.append(("\(uid): \(panel.title) \(target.refId)", text, target.format == "time_series"))
            }
        }
        for annotation in annotations.list {
            guard let text = annotation.target?.rawSql else { continue }
            found.append(("\(uid): annotation \(annotation.name)", text, false))
        }
        for variable in templating.list where variable.type == "query" {
            found.append(("\(uid): variable \(variable.name)", variable.query, false))
        }
        return found
    }

    /// The PromQL of its panels and annotations, with what each is of.
    var promQL: [(origin: String, text: String)] {
        let ofPanels = panels.flatMap { panel in
            panel.targets.compactMap { target in target.expr.map { ("\(uid): \(panel.title) \(target.refId)", $0) } }
        }
        return ofPanels
            + annotations.list.compactMap { mark in mark.expr.map { ("\(uid): annotation \(mark.name)", $0) } }
    }
}
