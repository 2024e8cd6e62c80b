import ArgumentParser

/// The command `belfry`.
@main
struct Belfry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "belfry",
        abstract: "Alerts, history and metrics for A1Cron jobs.",
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, CheckCommand.self, RulesCommand.self, ExplainCommand.self,
            SilenceCommand.self, AlertsCommand.self, JobsCommand.self, NotifyCommand.self, SendCommand.self,
            WebhooksCommand.self, SecretCommand.self, BackupCommand.self, RestoreCommand.self, BenchCommand.self,
            PsqlCommand.self, ExportCommand.self, ImportCommand.self, DatabaseCommand.self,
            HealthCommand.self,
        ]
    )
}
