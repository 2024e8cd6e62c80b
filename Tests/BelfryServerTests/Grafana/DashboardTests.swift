import Foundation
import Testing

struct DashboardTests {
    @Test func allAreReadAndNoIdentityStandsTwice() {
        #expect(Dashboard.names.count == 5)
        #expect(Dashboard.all.count == Dashboard.names.count)
        #expect(Set(Dashboard.all.map(\.uid)).count == Dashboard.all.count)
        #expect(Set(Dashboard.all.map(\.title)).count == Dashboard.all.count)
    }

    @Test(arguments: Dashboard.all)
    func aDashboardCanBeProvisioned(_ dashboard: Dashboard) {
        #expect(dashboard.uid.count <= 40)
        // Grafana gives ids itself.
        #expect(dashboard.id == nil)
        #expect(dashboard.schemaVersion == 39)
        #expect(dashboard.tags == ["belfry"])
        #expect(dashboard.links.contains { $0.type == "dashboards" && $0.tags == ["belfry"] })
        #expect(dashboard.links.contains { $0.url == "${belfry}/" })
    }

    @Test(arguments: Dashboard.all)
    func everyPanelSaysWhatItShowsAndInWhatUnit(_ dashboard: Dashboard) {
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        #expect(Set(dashboard.panels.map(\.title)).count == dashboard.panels.count)
        for panel in dashboard.panels {
            #expect(!panel.title.isEmpty)
            #expect(panel.description?.hasSuffix(".") == true, "\(panel.title)")
            #expect(panel.fieldConfig.defaults.unit?.isEmpty == false, "\(panel.title)")
            #expect(!panel.targets.isEmpty)
            #expect(Set(panel.targets.map(\.refId)).count == panel.targets.count, "\(panel.title)")
        }
    }

    @Test(arguments: Dashboard.all)
    func noPanelLiesOnAnotherOrOutsideOfTheGrid(_ dashboard: Dashboard) {
        var taken: Set<[Int]> = []
        for panel in dashboard.panels {
            let place = panel.gridPos
            #expect(place.x >= 0 && place.w > 0 && place.h > 0 && place.x + place.w <= 24, "\(panel.title)")
            for x in place.x..<(place.x + place.w) {
                for y in place.y..<(place.y + place.h) {
                    #expect(taken.insert([x, y]).inserted, "\(panel.title)")
                }
            }
        }
    }

    @Test(arguments: Dashboard.all)
    func dataSourcesAreVariables(_ dashboard: Dashboard) {
        var declared: Set<Dashboard.DataSource> = []
        for variable in dashboard.templating.list where variable.type == "datasource" {
            declared.insert(Dashboard.DataSource(type: variable.query, uid: "${\(variable.name)}"))
        }
        for panel in dashboard.panels {
            #expect(declared.contains(panel.datasource), "\(panel.title)")
            for target in panel.targets {
                #expect(target.datasource == panel.datasource, "\(panel.title)")
                let asksSQL = panel.datasource.uid == "${pg}"
                #expect((target.rawSql != nil) == asksSQL, "\(panel.title)")
                #expect((target.expr != nil) == !asksSQL, "\(panel.title)")
            }
        }
        for annotation in dashboard.annotations.list where annotation.builtIn == nil {
            #expect(declared.contains(annotation.datasource), "\(annotation.name)")
        }
    }

    // Whoever can change the address can change a variable: unquoted, it would be SQL of theirs.
    @Test(arguments: Dashboard.all)
    func variablesInSQLAreQuoted(_ dashboard: Dashboard) {
        for (origin, text, _) in dashboard.sql {
            let bare = text.replacing("${job:sqlstring}", with: "").replacing("${receiver:sqlstring}", with: "")
            #expect(!bare.contains("${"), "\(origin)")
        }
    }

    @Test func anOverviewNeedsNoDatabase() throws {
        let overview = try #require(Dashboard.all.first { $0.uid == "belfry-overview-prometheus" })
        #expect(overview.sql.isEmpty)
        #expect(!overview.promQL.isEmpty)
    }

    @Test func theFilesAreAsTheScriptWritesThem() throws {
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", ProjectFolder.root.appending(path: "script/dashboards").path, "--check"]
        try python.run()
        python.waitUntilExit()
        // 127: there is no python3 here.
        #expect(python.terminationStatus == 0 || python.terminationStatus == 127)
    }
}
