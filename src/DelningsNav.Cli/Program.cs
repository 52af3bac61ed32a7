System.Console.WriteLine("DelningsNav");
