import ArgumentParser
import Foundation

/// A program of the machine that a command leaves the work to.
enum ExternalProgram {
    /// Runs a program to its end, its messages on this process' standard error; ends the command where it fails.
    static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.standardError
        // Foundation starts nothing from a folder that this account may not enter, as after runuser in root's.
        if access(".", X_OK) != 0 { process.currentDirectoryURL = URL(fileURLWithPath: "/") }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            StandardError.print(
                process.terminationStatus == 127
                    ? "belfry: there is no \(program) in PATH: apt-get install postgresql-client"
                    : "belfry: \(program) failed (status \(process.terminationStatus))"
            )
            throw ExitCode.failure
        }
    }
}
