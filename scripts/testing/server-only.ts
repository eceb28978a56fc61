// Stands in for the bundler's marker package, which only means something inside a Next build.
export {};
