// Makes the replica set of one, and of each service a user who may use its own database and no other. Runs at every start; what is there stays.
const fs = require("fs");

db.getSiblingDB("admin").auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD);
try {
  rs.status();
} catch (e) {
  if (e.codeName !== "NotYetInitialized") throw e;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

const admin = db.getSiblingDB("admin");
for (const line of fs.readFileSync("/run/secrets/mongo-users", "utf8").split("\n").filter(l => l)) {
  const [user, pwd] = line.split(" ");
  const roles = [{ role: "readWrite", db: "sunshine-" + user }];
  if (admin.getUser(user)) admin.updateUser(user, { pwd, roles });
  else admin.createUser({ user, pwd, roles });
}
